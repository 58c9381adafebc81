// The board of prospects with a mouse: a card that is dropped on a column sends the form that its button would.
// Without this script, and with the keyboard, the buttons and the page of each card do the same.

const board = document.querySelector("[data-board]");
const form = document.getElementById("board-move");
let held = null;

const columnOf = (event) => event.target.closest("[data-stage]");
const mayDrop = (column) => held && column && column.dataset.stage !== held.dataset.seen;

board.addEventListener("dragstart", (event) => {
  held = event.target.closest("[data-move]");
  if (!held) return;
  held.classList.add("is-held");
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", held.querySelector("a").textContent);
});

board.addEventListener("dragend", () => {
  if (held) held.classList.remove("is-held");
  held = null;
  board.querySelectorAll(".is-target").forEach((column) => column.classList.remove("is-target"));
});

board.addEventListener("dragover", (event) => {
  const column = columnOf(event);
  board.querySelectorAll(".is-target").forEach((other) => {
    if (other !== column) other.classList.remove("is-target");
  });
  if (!mayDrop(column)) return;
  event.preventDefault();
  column.classList.add("is-target");
});

board.addEventListener("drop", (event) => {
  const column = columnOf(event);
  if (!mayDrop(column)) return;
  event.preventDefault();
  const stage = column.dataset.stage;
  if (stage === "member") {
    window.location.assign(held.dataset.page); // where one button says what becoming a member does
    return;
  }
  form.action = held.dataset.move;
  form.elements.seen.value = held.dataset.seen;
  form.elements.to.value = stage;
  form.requestSubmit();
});

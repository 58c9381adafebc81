// The board of prospects with a mouse: a card that is dropped on a column sends the form that its button would.
// Without this script, and with the keyboard, the buttons and the page of each card do the same.

const board = document.querySelector("[data-board]");
let held = null;

const columnOf = (event) => event.target.closest("[data-stage]");
const stageOf = (card) => card.closest("[data-stage]").dataset.stage;
// Nobody is taken to the column of ended memberships: it follows from their days.
const mayDrop = (column) => held && column && ![stageOf(held), "former"].includes(column.dataset.stage);

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
    window.location.assign(held.querySelector("a").href); // where one button says what becoming a member does
    return;
  }
  const send = Object.assign(document.createElement("button"), { name: "to", value: stage, hidden: true });
  send.setAttribute("form", `move-${stageOf(held)}`); // the column that the card comes from knows its stage
  send.setAttribute("formaction", held.dataset.move);
  board.append(send);
  send.click();
  send.remove();
});

// The plan of tables with a mouse: somebody who is dropped on a table is moved by the form that stands beside them.
// Without this script, and with the keyboard, that form does the same.

const plan = document.querySelector("[data-seating]");
let held = null;

const tableOf = (event) => event.target.closest("[data-table]");

plan.querySelectorAll("[data-person]").forEach((person) => {
  person.draggable = true;
});

const unmark = (kept = null) =>
  plan.querySelectorAll(".is-target").forEach((table) => {
    if (table !== kept) table.classList.remove("is-target");
  });

plan.addEventListener("dragstart", (event) => {
  held = event.target.closest("[data-person]");
  if (!held) return;
  held.classList.add("is-held");
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", held.dataset.person);
});

plan.addEventListener("dragend", () => {
  held?.classList.remove("is-held");
  held = null;
  unmark();
});

plan.addEventListener("dragover", (event) => {
  const table = tableOf(event);
  unmark(table);
  if (!held || !table || table === held.closest("[data-table]")) return;
  event.preventDefault();
  table.classList.add("is-target");
});

plan.addEventListener("drop", (event) => {
  const table = tableOf(event);
  if (!held || !table || table === held.closest("[data-table]")) return;
  event.preventDefault();
  const form = held.querySelector("form");
  form.elements.table.value = table.dataset.table;
  form.requestSubmit();
});

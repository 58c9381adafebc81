// A choice of the desk that looks words up has its label for a name, also while nothing is chosen.
const describe = (box, select, shown) => {
  const name = document.createElement("span");
  Object.assign(name, { id: `${select.id}-label`, className: "visually-hidden", textContent: select.getAttribute("aria-label") });
  select.before(name);
  box.setAttribute("aria-labelledby", `${name.id} ${shown.id}`);
};

const nameChoices = (within) => {
  within.querySelectorAll("select.select2-hidden-accessible").forEach((select) => {
    const box = select.nextElementSibling.querySelector(".select2-selection");
    const label = select.labels[0];
    if (label) label.id ||= `${select.id}-label`;
    const shown = box.querySelector(".select2-selection__rendered");
    shown.removeAttribute("role"); // the words chosen, not a field of their own
    shown.removeAttribute("aria-readonly");
    if (label) box.setAttribute("aria-labelledby", `${label.id} ${shown.id}`);
    else describe(box, select, shown);
  });
};

django.jQuery(() => nameChoices(document)); // after the script that makes the choices, which waits in the same queue
document.addEventListener("formset:added", (event) => setTimeout(() => nameChoices(event.target)));

// What is typed in minutes is saved by itself, with the version it was typed over. Refused, it stays on the page, and the
// button shows both texts. Without this script the button saves as well.

const PAUSE = 1500;

const follow = (form) => {
  const status = form.querySelector("[data-status]");
  const typed = () => [...form.querySelectorAll("textarea")].map((area) => area.value).join("\n");
  let saved = typed();
  let timer = 0;
  let isBusy = false;

  const save = async () => {
    if (isBusy || typed() === saved) return;
    const now = typed();
    isBusy = true;
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { "X-Autosave": "1" } });
      if (answer.status !== 204) throw new Error(answer.status);
      form.querySelector("[name=version]").value = answer.headers.get("X-Version");
      saved = now;
      status.textContent = form.dataset.saved;
    } catch {
      status.textContent = form.dataset.refused;
      return;
    } finally {
      isBusy = false;
    }
    if (typed() !== saved) timer = setTimeout(save, PAUSE);
  };

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  });
  form.addEventListener("submit", () => clearTimeout(timer));
};

document.querySelectorAll("[data-autosave]").forEach(follow);

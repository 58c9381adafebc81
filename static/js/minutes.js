// What is typed in minutes is saved by itself, with the version it was typed over. Refused, it stays on the page, and the
// button shows both texts. What another button of the page sends waits until all that was typed is saved: minutes are
// never approved without their last words. Without this script the button saves as well.

const PAUSE = 1500;

const follow = (form) => {
  const status = form.querySelector("[data-status]");
  const typed = () => [...form.querySelectorAll("textarea")].map((area) => area.value).join("\n");
  let saved = typed();
  let timer = 0;
  let last = Promise.resolve();

  const isSaved = () => typed() === saved;

  const attempt = async () => {
    if (isSaved()) return;
    const now = typed();
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { "X-Autosave": "1" } });
      if (answer.status !== 204) throw new Error(answer.status);
      form.querySelector("[name=version]").value = answer.headers.get("X-Version");
      saved = now;
      status.textContent = form.dataset.saved;
    } catch {
      status.textContent = form.dataset.refused;
    }
  };

  // One after the other: each has the version that the one before was given.
  const save = () => (last = last.then(attempt));

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  });
  form.addEventListener("submit", () => clearTimeout(timer));
  return { form, isSaved, save };
};

const followed = [...document.querySelectorAll("[data-autosave]")].map(follow);

document.addEventListener("submit", async (event) => {
  const form = event.target;
  const unsaved = followed.filter((one) => one.form !== form && !one.isSaved());
  if (unsaved.length === 0) return;
  event.preventDefault();
  await Promise.all(unsaved.map((one) => one.save()));
  const refused = unsaved.find((one) => !one.isSaved());
  if (refused) refused.form.scrollIntoView();
  else form.requestSubmit(event.submitter);
});

// The page of a code officer: codes made here, the file of them kept here, their public side alone sent. Every word stands
// in the template; the work is the engine's. A code stays in this page, and is forgotten when it is left.

import { fill, shown, SteppedPage, UNTIMELY } from "./stepped_page.js";

class OfficerPage extends SteppedPage {
  constructor(root) {
    super(root);
    const acts = {
      make: () => this.makeAll(),
      again: () => this.makeAll(),
      one: () => this.makeOne(),
      file: () => this.send(),
    };
    Object.entries(acts).forEach(([name, act]) => this.find(`[data-act=${name}]`).addEventListener("submit", this.guarded(act)));
    this.find("[data-save]").addEventListener("click", () => {
      this.isSaved = true;
    });
    window.addEventListener("beforeunload", (event) => {
      if (this.made) event.preventDefault();
    });
  }

  async look() {
    this.state = await this.answer();
    this.turn();
  }

  turn() {
    const { step, lines, why } = this.state;
    this.find("[data-why]").textContent = why;
    this.find("[data-lines]").replaceChildren(...lines.map((line) => this.row(line)));
    this.find("[data-table]").hidden = !lines.length;
    const choices = lines.map(({ entry, company }) => Object.assign(document.createElement("option"), { value: String(entry), textContent: company }));
    this.find("[name=entry]").replaceChildren(...choices);
    this.show(step);
  }

  row({ company, voter, address, weight }) {
    const row = this.find("template[data-line]").content.firstElementChild.cloneNode(true);
    const told = { company, voter, address: address || this.texts.textNone, weight: String(weight) };
    Object.entries(told).forEach(([name, text]) => {
      row.querySelector(`[data-${name}]`).textContent = text;
    });
    return row;
  }

  async makeAll() {
    const { uuids, lines } = this.state;
    if (!lines.length) throw shown(this.texts.textEmpty);
    const bar = this.find("[data-progress]");
    bar.value = 0;
    bar.hidden = false;
    const weights = lines.map(({ weight }) => weight);
    const { codes, rolls } = await this.engine.ask("makeCodes", [uuids, weights], (share) => {
      bar.value = share;
    });
    await this.offer(lines, codes, "all", { credentials: rolls[0], next: rolls[1] });
  }

  async makeOne() {
    const field = this.find("[name=old]");
    field.removeAttribute("aria-invalid");
    const chosen = this.state.lines.filter(({ entry }) => String(entry) === this.find("[name=entry]").value);
    let made;
    try {
      made = await this.engine.ask("replaceCode", [this.state.uuids, field.value]);
    } catch (error) {
      field.setAttribute("aria-invalid", "true");
      throw error;
    }
    field.value = "";
    const { code, old, fresh } = made;
    await this.offer(chosen, [code], "one", { entry: chosen[0].entry, old, new: fresh });
  }

  // The file is there before anything is sent: codes whose public side is on the roll are always in somebody's hands.
  async offer(lines, codes, step, message) {
    const heads = [this.texts.headCompany, this.texts.headVoter, this.texts.headCode, this.texts.headAddress];
    const rows = lines.map(({ company, voter, address }, place) => [company, voter, codes[place], address]);
    const table = await this.engine.ask("writeTable", [[heads, ...rows]]);
    this.made = { step, message };
    this.isSaved = false;
    if (this.url) URL.revokeObjectURL(this.url);
    this.url = URL.createObjectURL(new Blob([table], { type: "text/csv;charset=utf-8" }));
    Object.assign(this.find("[data-save]"), { href: this.url, download: this.texts.file });
    this.find("[data-count]").textContent = fill(this.texts.textCount, { count: String(codes.length) });
    this.show("file");
  }

  async send() {
    if (!this.isSaved) throw shown(this.texts.textSave);
    const { step, message } = this.made;
    try {
      await this.post(step, message);
    } catch (error) {
      if (error.status !== UNTIMELY) throw error;
      this.forget();
      throw shown(`${error.shown} ${this.texts.textWorthless}`);
    }
    this.forget();
    this.turn();
  }

  forget() {
    this.made = null;
    URL.revokeObjectURL(this.url);
    this.find("[data-save]").removeAttribute("href");
  }
}

document.querySelectorAll("[data-officer]").forEach((root) => {
  const page = new OfficerPage(root);
  page.guarded(() => page.look())();
});

// The page of a code officer: codes made here, the file of them kept here, their public side alone sent. Every word stands
// in the template; the work is the engine's. A code stays in this page, and is forgotten when it is left.

import { Engine } from "./engine.js";

const fill = (text, values) => Object.entries(values).reduce((all, [name, value]) => all.replace(`{${name}}`, value), text);
const shown = (words) => Object.assign(new Error("shown"), { shown: words });

class OfficerPage {
  constructor(root) {
    this.root = root;
    this.texts = root.dataset;
    this.engine = new Engine();
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

  find(selector) {
    return this.root.querySelector(selector);
  }

  // One act at a time: a second click while one runs does nothing.
  guarded(act) {
    return async (event) => {
      event?.preventDefault();
      if (this.busy) return;
      this.busy = true;
      this.fail("");
      this.say(this.texts.textWorking);
      try {
        await act();
      } catch (error) {
        this.fail(this.wordsOf(error));
      } finally {
        this.busy = false;
        this.find("[data-progress]").hidden = true;
        this.say("");
      }
    };
  }

  wordsOf(error) {
    if (error.shown) return error.shown;
    if (error.name === "CodeError") return error.message === "length" ? this.texts.textLength : this.texts.textLetters;
    return this.texts.textBroken;
  }

  say(words) {
    this.find("[data-status]").textContent = words;
  }

  fail(words) {
    const place = this.find("[data-error]");
    place.hidden = !words;
    place.textContent = words;
    if (words) place.focus();
  }

  // The step alone on the page; its heading has the focus, so that it is read out.
  show(step) {
    this.root.querySelectorAll("[data-step]").forEach((one) => {
      one.hidden = one.dataset.step !== step;
    });
    if (this.shownStep !== step) this.find(`[data-step=${step}] h2`).focus();
    this.shownStep = step;
  }

  async answer(options = {}) {
    let told;
    let answer;
    try {
      answer = await fetch(this.texts.state, { headers: { Accept: "application/json" }, ...options });
      told = await answer.json();
    } catch (error) {
      throw shown(this.texts.textLost);
    }
    if (!answer.ok) throw shown(told.message ?? this.texts.textBroken);
    return told;
  }

  async look() {
    this.state = await this.answer();
    this.turn();
  }

  turn() {
    const { step, lines } = this.state;
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
    const body = new URLSearchParams({ csrfmiddlewaretoken: this.texts.token, step, message: JSON.stringify(message) });
    this.state = await this.answer({ method: "POST", body });
    this.made = null;
    URL.revokeObjectURL(this.url);
    this.find("[data-save]").removeAttribute("href");
    this.turn();
  }
}

document.querySelectorAll("[data-officer]").forEach((root) => {
  const page = new OfficerPage(root);
  page.guarded(() => page.look())();
});

// A page of steps, one at a time, whose work is the engine's: what officers and trustees have in common. Every word stands in
// the template.

import { Engine } from "./engine.js";
import { isSignedOut } from "./signed_out.js";

export const UNTIMELY = 409; // the status of what the server refuses because of how things stand

export const fill = (text, values) => Object.entries(values).reduce((all, [name, value]) => all.replace(`{${name}}`, value), text);
export const shown = (words) => Object.assign(new Error("shown"), { shown: words });

export class SteppedPage {
  constructor(root) {
    this.root = root;
    this.texts = root.dataset;
    this.engine = new Engine();
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

  // What comes back. An error tells whether the answer was lost, so that what was sent may have been taken all the same.
  async answer(options = {}) {
    let told;
    let answer;
    try {
      answer = await fetch(this.texts.state, { headers: { Accept: "application/json" }, ...options });
      if (!isSignedOut(answer)) told = await answer.json();
    } catch (error) {
      // A page of the site instead of JSON is a refusal where its status says so: too large, or no longer one's own.
      if (answer && !answer.ok && answer.status < 500) throw shown(this.texts.textBroken);
      throw Object.assign(shown(this.texts.textLost), { isLost: true });
    }
    if (!told) throw Object.assign(shown(this.texts.textOut), { isOut: true });
    const { ok, status } = answer;
    if (!ok) throw Object.assign(shown(told.message ?? this.texts.textBroken), { status, isLost: status >= 500 });
    return told;
  }

  // What is sent is kept until it is answered: after a lost answer the very same is sent again, which the server knows by its
  // text. Where the server says that it is not the time for it, the page looks what is to be done.
  async post(step, message) {
    this.unanswered = { step, message };
    const body = new URLSearchParams({ csrfmiddlewaretoken: this.texts.token, step, message: JSON.stringify(message) });
    try {
      this.state = await this.answer({ method: "POST", body });
    } catch (error) {
      if (!error.isLost) this.unanswered = null;
      if (error.status === UNTIMELY) await this.look().catch(() => {});
      throw error;
    }
    this.unanswered = null;
  }
}

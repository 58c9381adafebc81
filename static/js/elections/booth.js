// The booth's page: code, choices, review, casting, receipt. Every word stands in the template; the work is the engine's.
// The code and the choices stay in this page; what leaves it is the encrypted ballot.

import { Engine } from "./engine.js";
import { isSignedOut } from "./signed_out.js";

const fill = (text, values) => Object.entries(values).reduce((all, [name, value]) => all.replace(`{${name}}`, value), text);

// The answers of a question in the order of its slots: the blank vote first where it is offered.
const answersOf = (question, blank) => [...(question.blank ? [blank] : []), ...question.answers];

class Booth {
  constructor(root) {
    this.root = root;
    this.texts = root.dataset;
    this.engine = new Engine();
    this.find("[data-step=code]").addEventListener("submit", this.guarded(() => this.enter()));
    this.find("[data-step=vote]").addEventListener("submit", this.guarded(() => this.review()));
    this.find("[data-step=review]").addEventListener("submit", this.guarded(() => this.cast()));
    this.find("[data-back]").addEventListener("click", () => this.show("vote"));
  }

  find(selector) {
    return this.root.querySelector(selector);
  }

  // One act at a time: a second click while one runs does nothing.
  guarded(act) {
    return async (event) => {
      event.preventDefault();
      if (this.busy) return;
      this.busy = true;
      this.fail("");
      try {
        await act();
      } catch (error) {
        this.fail(this.wordsOf(error));
      } finally {
        this.busy = false;
        this.find("[data-progress]").hidden = true;
      }
    };
  }

  wordsOf(error) {
    if (error.name === "CodeError") return error.message === "length" ? this.texts.textLength : this.texts.textLetters;
    if (error.check === "D3") return this.texts.textUnknown;
    return error.shown ?? this.texts.textBroken;
  }

  say(words) {
    this.find("[data-status]").textContent = words;
  }

  fail(words) {
    const place = this.find("[data-error]");
    place.hidden = !words;
    place.textContent = words;
    if (words) this.say("");
  }

  // The step alone on the page; its heading has the focus, so that it is read out.
  show(step) {
    this.root.querySelectorAll("[data-step]").forEach((one) => {
      one.hidden = one.dataset.step !== step;
    });
    this.find(`[data-step=${step}] h2`).focus();
  }

  async open() {
    this.say(this.texts.textLoading);
    try {
      const answer = await fetch(this.texts.setup, { headers: { Accept: "application/json" } });
      const { election, trustees, credentials, setup } = await answer.json();
      const { questions } = await this.engine.ask("openBooth", [[election, trustees, credentials, setup]]);
      this.questions = questions;
    } catch (error) {
      this.fail(this.texts.textBroken);
      return;
    }
    this.find("[data-questions]").append(...this.questions.map((question, index) => this.ask(question, index)));
    this.say("");
    this.show("code");
  }

  async enter() {
    const typed = this.find("[name=code]");
    typed.removeAttribute("aria-invalid");
    try {
      await this.engine.ask("recognise", [typed.value]);
    } catch (error) {
      typed.setAttribute("aria-invalid", "true");
      typed.focus();
      throw error;
    }
    this.code = typed.value;
    typed.value = "";
    this.show("vote");
  }

  ruleOf({ minimum: min, maximum: max }) {
    if (min === 1 && max === 1) return this.texts.textOne;
    return fill(min === max ? this.texts.textExactly : this.texts.textBetween, { min, max });
  }

  ask(question, index) {
    const field = this.find("template[data-question]").content.firstElementChild.cloneNode(true);
    const rule = field.querySelector("[data-rule]");
    field.querySelector("legend").textContent = question.text;
    rule.textContent = this.ruleOf(question);
    rule.id = `booth-rule-${index}`;
    field.setAttribute("aria-describedby", rule.id);
    const single = question.minimum === 1 && question.maximum === 1;
    answersOf(question, this.texts.textBlank).forEach((answer, slot) => {
      const label = this.find("template[data-answer]").content.firstElementChild.cloneNode(true);
      label.querySelector("span").textContent = answer;
      Object.assign(label.querySelector("input"), { type: single ? "radio" : "checkbox", name: `q${index}`, value: String(slot) });
      field.querySelector("[data-answers]").append(label);
    });
    if (question.blank && !single) field.addEventListener("change", (event) => this.keepBlankAlone(field, event.target));
    return field;
  }

  // A blank vote chooses nothing else, and the reverse.
  keepBlankAlone(field, changed) {
    if (!changed.checked) return;
    const blank = changed.value === "0";
    field.querySelectorAll("input").forEach((input) => {
      if (input !== changed && (blank || input.value === "0")) input.checked = false;
    });
  }

  votes() {
    return [...this.root.querySelectorAll(".booth-question")].map((field) =>
      [...field.querySelectorAll("input")].map((input) => Number(input.checked)),
    );
  }

  // The first question whose answer breaks its rule says so and has the focus.
  checkVotes(votes) {
    const fields = [...this.root.querySelectorAll(".booth-question")];
    const wrong = this.questions.map((question, index) => {
      const chosen = votes[index].slice(Number(question.blank)).reduce((sum, one) => sum + one, 0);
      return !(question.blank && votes[index][0]) && (chosen < question.minimum || chosen > question.maximum);
    });
    fields.forEach((field, index) => {
      const place = field.querySelector("[data-wrong]");
      place.hidden = !wrong[index];
      place.textContent = wrong[index] ? this.ruleOf(this.questions[index]) : "";
    });
    const first = wrong.indexOf(true);
    if (first >= 0) fields[first].querySelector("input").focus();
    return first < 0;
  }

  async review() {
    const votes = this.votes();
    if (!this.checkVotes(votes)) return;
    this.say(this.texts.textEncrypting);
    const bar = this.find("[data-progress]");
    bar.hidden = false;
    this.made = await this.engine.ask("encrypt", [this.code, votes], (share) => {
      bar.value = share;
    });
    this.find("[data-review]").replaceChildren(...this.questions.flatMap((question, index) => this.summary(question, votes[index])));
    this.root.querySelectorAll("[data-tracker]").forEach((place) => {
      place.textContent = this.made.tracker;
    });
    this.say(this.texts.textEncrypted);
    this.show("review");
  }

  summary(question, vote) {
    const chosen = answersOf(question, this.texts.textBlank).filter((_, slot) => vote[slot]);
    const lines = chosen.length ? chosen : [this.texts.textNothing];
    return [["dt", question.text], ...lines.map((line) => ["dd", line])].map(([name, text]) =>
      Object.assign(document.createElement(name), { textContent: text, dir: "auto" }),
    );
  }

  // The same ballot may be sent again when its answer was lost: the server knows it by its text. It may be in the box
  // by then, so that no other is made in its place: from the sending on there is no way back, unless it was refused.
  async cast() {
    this.say(this.texts.textSending);
    this.find("[data-back]").hidden = true;
    const body = new URLSearchParams(new FormData(this.find("[data-step=review]")));
    body.set("ballot", this.made.ballot);
    const answer = await this.send(body);
    if (answer.tracker !== this.made.tracker) throw Object.assign(new Error("tracker"), { shown: this.texts.textDiffers });
    this.code = null;
    this.made = null;
    this.find("[data-step=vote]").reset();
    this.say("");
    this.show("receipt");
    this.engine.close();
  }

  async send(body) {
    let answer;
    let told;
    try {
      answer = await fetch(this.texts.cast, { method: "POST", body, headers: { Accept: "application/json" } });
      if (!isSignedOut(answer)) told = await answer.json();
    } catch (error) {
      this.lost = true;
      throw Object.assign(new Error("lost"), { shown: this.texts.textLost });
    }
    // Nothing was read of this one; one sent before, whose answer was lost, may be in the box.
    if (!told) throw Object.assign(new Error("out"), { shown: this.lost ? this.texts.textOutAfter : this.texts.textOut });
    this.lost ||= answer.status >= 500; // it may have been counted all the same
    if (!answer.ok && !this.lost) this.find("[data-back]").hidden = false;
    if (!answer.ok) throw Object.assign(new Error("refused"), { shown: told.message ?? this.texts.textRefused });
    return told;
  }
}

document.querySelectorAll("[data-booth]").forEach((root) => new Booth(root).open());

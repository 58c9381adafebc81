// The page of a trustee: seed, certificate, fingerprint, parts of the key, rehearsal, decryption. Every word stands in the
// template; the work is the engine's. The seed stays in this page, and is forgotten when it is left; it is never stored.

import { fill, shown, SteppedPage } from "./stepped_page.js";

const EVERY = 4000; // milliseconds between two looks while others are waited for
const LOOKING = new Set(["wait", "decrypt"]); // others may go on, or end it, meanwhile
const groups = (seed) => [seed.slice(0, 5), seed.slice(5, 11), seed.slice(11, 16), seed.slice(16)].join(" ");

class TrusteePage extends SteppedPage {
  constructor(root) {
    super(root);
    this.seed = null;
    const acts = {
      certify: () => this.draw(),
      seed: () => this.sendAgain("certify", () => this.certify()),
      deal: () => this.sendAgain("deal", () => this.deal()),
      accept: () => this.sendAgain("accept", () => this.accept()),
      rehearse: () => this.sendAgain("rehearse", () => this.rehearse()),
      decrypt: () => this.decrypt(),
      send: () => this.sendDecryption(),
      wait: () => this.look(),
    };
    Object.entries(acts).forEach(([step, act]) => this.section(step).addEventListener("submit", this.guarded(act)));
    this.find("[data-print]").addEventListener("click", () => window.print());
  }

  section(step) {
    return this.find(`[data-step=${step}]`);
  }

  // The list above says how far all are.
  show(step) {
    this.mark();
    super.show(step);
  }

  wordsOf(error) {
    const { check = "" } = error;
    if (check === "S5") return this.texts.textShare;
    if (check === "R1") return this.texts.textOther;
    if (check === "R2") return fill(this.texts.textBallots, { found: error.reason });
    if (check.startsWith("S")) return this.texts.textSeed;
    if (check.startsWith("C") && this.state.step !== "decrypt") return this.texts.textCertificates;
    return check ? fill(this.texts.textBox, { check }) : super.wordsOf(error);
  }

  mark() {
    this.find(".timeline").hidden = this.state.at === "void";
    const order = [...this.root.querySelectorAll("[data-mark]")];
    const current = order.findIndex((one) => one.dataset.mark === this.state.at);
    order.forEach((one, place) => {
      one.classList.toggle("is-done", place < current || this.state.step === "done");
      one.classList.toggle("is-current", place === current && this.state.step !== "done");
      if (place === current) one.setAttribute("aria-current", "step");
      else one.removeAttribute("aria-current");
    });
  }

  async look() {
    this.state = await this.answer();
    await this.turn();
  }

  async turn() {
    clearTimeout(this.timer);
    const { step, certificates, waited, size, threshold } = this.state;
    this.spoken = certificates.length ? await this.engine.ask("spokenFingerprint", [certificates]) : "";
    this.root.querySelectorAll("[data-spoken]").forEach((place) => {
      place.textContent = this.spoken;
    });
    this.root.querySelectorAll("[data-remembered]").forEach((place) => {
      place.hidden = Boolean(this.seed);
      place.querySelector("input").required = !this.seed;
    });
    this.find("[data-waited]").textContent = waited.length
      ? fill(this.texts.textWaited, { names: waited.join(", ") })
      : fill(this.texts.textVote, { threshold, size });
    this.show(step);
    if (LOOKING.has(step)) this.timer = setTimeout(() => this.lookAgain(), EVERY);
  }

  // Nothing changes under the hands of somebody who is at work; a look that fails, as when the network is away for a
  // moment, is the next one's business.
  async lookAgain() {
    const isAtRest = () => !this.busy && !document.hidden && LOOKING.has(this.shownStep);
    let told = null;
    try {
      if (isAtRest()) told = await this.answer();
    } catch (error) {
      if (error.isOut) {
        this.fail(error.shown);
        return;
      }
      told = null;
    }
    if (told && isAtRest()) {
      this.state = told;
      await this.turn();
    } else {
      this.timer = setTimeout(() => this.lookAgain(), EVERY);
    }
  }

  async send(step, message) {
    await this.post(step, message);
    await this.turn();
  }

  // What was made for a step and had no answer is sent again as it is: made anew it would be another message.
  async sendAgain(step, act) {
    if (this.unanswered?.step === step) await this.send(step, this.unanswered.message);
    else await act();
  }

  async draw() {
    this.drawn = await this.engine.ask("newSeed");
    this.find("[data-seed]").textContent = groups(this.drawn);
    this.show("seed");
  }

  // The seed as it was typed; the field is emptied, and marked when it holds no seed.
  async typed(step) {
    const field = this.section(step).querySelector("[name=seed]");
    if (this.seed && field.closest("[data-remembered]")) return this.seed;
    field.removeAttribute("aria-invalid");
    try {
      return await this.engine.ask("normalSeed", [field.value]);
    } catch (error) {
      field.setAttribute("aria-invalid", "true");
      throw error;
    }
  }

  async certify() {
    const seed = await this.typed("seed");
    if (seed !== this.drawn) throw shown(this.texts.textDiffers);
    const { threshold, size, index } = this.state;
    const message = await this.engine.ask("certify", [seed, { threshold, size, index }]);
    this.seed = seed;
    this.find("[data-seed]").textContent = "";
    this.section("seed").reset();
    await this.send("certify", message);
  }

  async deal() {
    if (!this.find("[name=same]").checked) throw shown(this.texts.textCompare);
    const seed = await this.typed("deal");
    const { certificates, threshold } = this.state;
    const message = await this.engine.ask("deal", [seed, certificates, threshold]);
    this.seed = seed;
    await this.send("deal", message);
  }

  async accept() {
    const seed = await this.typed("accept");
    const { certificates, threshold, handed } = this.state;
    const message = await this.engine.ask("accept", [seed, certificates, threshold, handed]);
    this.seed = null; // the rehearsal reads it from the paper
    await this.send("accept", message);
  }

  async opened(step, options) {
    const seed = await this.typed(step);
    const bar = this.find("[data-progress]");
    bar.value = 0;
    bar.hidden = false;
    const content = await this.archive();
    return this.engine.ask("decryptBox", [content, seed, this.state.sealed, { revote: false, ...options }], (share) => {
      bar.value = share;
    });
  }

  async archive() {
    let answer;
    try {
      answer = await fetch(this.state.archive, { cache: "no-store" });
      if (!answer.redirected && !answer.ok) throw new Error("refused");
      if (!answer.redirected) return new Uint8Array(await answer.arrayBuffer());
    } catch (error) {
      throw shown(this.texts.textLost);
    }
    throw shown(this.texts.textOut); // the page of the sign-in is no box
  }

  async rehearse() {
    const { owner, text, owned } = await this.opened("rehearse", { rehearsal: true });
    this.section("rehearse").reset();
    await this.send("rehearse", { owner, text, owned });
  }

  // Everything is verified and decrypted here; what leaves the page waits for the trustee, who sees what was verified.
  async decrypt() {
    const announced = this.find("[name=ballots]").value.trim();
    if (!/^[0-9]{1,9}$/.test(announced)) throw shown(this.texts.textNumber);
    this.made = await this.opened("decrypt", { ballots: Number(announced) });
    ["ballots", "weight", "closing", "head", "spoken"].forEach((name) => {
      this.find(`[data-made-${name}]`).textContent = this.made[name];
    });
    this.section("decrypt").reset();
    this.show("send");
  }

  async sendDecryption() {
    const { owner, text, owned } = this.made;
    await this.send("decrypt", { owner, text, owned });
  }
}

document.querySelectorAll("[data-trustee]").forEach((root) => {
  const page = new TrusteePage(root);
  page.guarded(() => page.look())();
});

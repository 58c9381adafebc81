// Asks the worker, and waits for its answers.

const GONE = "The engine of elections does not answer.";

export class Engine {
  constructor() {
    this.worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
    this.waiting = new Map();
    this.last = 0;
    this.worker.addEventListener("message", ({ data }) => this.hear(data));
    this.worker.addEventListener("error", () => this.fail());
  }

  // The answer to a job; what it throws has the name, the check and the reason that the engine gave.
  ask(job, input = [], onProgress = () => {}) {
    this.last += 1;
    const id = this.last;
    return new Promise((resolve, reject) => {
      if (this.isGone) {
        reject(new Error(GONE));
        return;
      }
      this.waiting.set(id, { resolve, reject, onProgress });
      this.worker.postMessage({ id, job, input });
    });
  }

  hear({ id, share, output, error }) {
    const asked = this.waiting.get(id);
    if (share !== undefined) {
      asked.onProgress(share);
      return;
    }
    this.waiting.delete(id);
    if (error) asked.reject(Object.assign(new Error(error.message), error));
    else asked.resolve(output);
  }

  // The worker could not be loaded, or died: nobody waits for ever.
  fail() {
    this.isGone = true;
    this.waiting.forEach(({ reject }) => reject(new Error(GONE)));
    this.waiting.clear();
  }

  close() {
    this.worker.terminate();
  }
}

// The engine in a thread of its own, so that the page stays awake: a job is the name of a function and its arguments.

import * as booth from "./booth_work.js";
import * as officer from "./officer_work.js";
import * as trustee from "./trustee_work.js";

const jobs = {
  openBooth: booth.openBooth,
  recognise: booth.recognise,
  encrypt: booth.encrypt,
  newSeed: trustee.newSeed,
  normalSeed: trustee.normalSeed,
  certify: trustee.certify,
  spokenFingerprint: trustee.spokenFingerprint,
  deal: trustee.deal,
  accept: trustee.accept,
  decryptBox: (content, seed, sealed, options, progress) => trustee.decryptBox(content, seed, sealed, { ...options, ...progress }),
  makeCodes: officer.makeCodes,
  replaceCode: officer.replaceCode,
  writeTable: officer.writeTable,
};
const withProgress = new Set(["encrypt", "decryptBox", "makeCodes"]);

self.addEventListener("message", async ({ data: { id, job, input } }) => {
  const onProgress = (share) => self.postMessage({ id, share });
  try {
    const told = withProgress.has(job) ? [...input, { onProgress }] : input;
    self.postMessage({ id, output: await jobs[job](...told) });
  } catch (error) {
    const { name, message, check = "", reason = "" } = error;
    self.postMessage({ id, error: { name, message, check, reason } });
  }
});

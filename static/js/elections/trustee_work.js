// What the page of a trustee asks of this engine, in plain texts and numbers that a worker can pass on.

import * as ceremony from "./ceremony.js";
import { newSeed } from "./credentials.js";
import { decrypt, writeOwned } from "./decryption.js";
import { gPower } from "./group.js";
import { ensure } from "./refused.js";
import { verifyArchive } from "./verification.js";

export { newSeed };
export const { accept, certify, deal, spokenFingerprint } = ceremony;

// Verify the whole box, recompute its sum, and decrypt that sum and nothing else. `content` is the archive (bytes) after
// its closing; `sealed` the text that step 5 of the ceremony gave to this trustee.
export const decryptBox = async (content, seed, sealed, { revote = true, onProgress } = {}) => {
  const verdict = await verifyArchive(content, { revote, onProgress });
  ensure(verdict.tally, "B3", "the box is not closed yet");
  const secret = await ceremony.decryptionKey(seed, sealed);
  const { election, trustees } = verdict.setup;
  const own = gPower(secret);
  const owner = [...trustees.keys.keys()].find((number) => trustees.keys.get(number) === own);
  ensure(owner, "S4", "the own key is not among those of the election");
  const text = await decrypt(election, verdict.tally.sums, secret);
  return {
    owner,
    text,
    owned: await writeOwned(owner, text),
    fingerprint: election.fingerprint,
    head: verdict.head,
    ballots: verdict.tally.ballots,
    weight: verdict.tally.weight,
  };
};

// What the page of a trustee asks of this engine, in plain texts and numbers that a worker can pass on.

import { compact } from "./canonical.js";
import * as ceremony from "./ceremony.js";
import { newSeed, normalSeed } from "./credentials.js";
import { decrypt, writeOwned } from "./decryption.js";
import { gPower } from "./group.js";
import { ensure } from "./refused.js";
import { verifyArchive } from "./verification.js";

export { newSeed, normalSeed };
export const { accept, certify, deal, spokenFingerprint } = ceremony;

// What a rehearsal asks (elections/rehearsal.py), and no other vote: a true box cannot be passed off as a rehearsal.
const REHEARSED = compact([{ text: "Répétition", answers: ["A", "B"], minimum: 1, maximum: 1, blank: true }]);

// Verify the whole box, recompute its sum, and decrypt that sum and nothing else. `content` is the archive (bytes) after
// its closing; `sealed` the text that step 5 of the ceremony gave to this trustee; `rehearsal` says whether this is one;
// `ballots`, when given, how many the box must hold: a box from which ballots were taken is right in itself.
export const decryptBox = async (content, seed, sealed, options = {}) => {
  const { revote = true, rehearsal = false, ballots = null, onProgress } = options;
  const verdict = await verifyArchive(content, { revote, onProgress });
  ensure(verdict.tally, "B3", "the box is not closed yet");
  const { election, trustees } = verdict.setup;
  const rehearsed = compact(election.questions) === REHEARSED;
  ensure(rehearsed === rehearsal, "R1", "a rehearsal was given for a vote, or a vote for a rehearsal");
  ensure(ballots === null || ballots === verdict.tally.ballots, "R2", String(verdict.tally.ballots));
  const secret = await ceremony.decryptionKey(seed, sealed);
  const own = gPower(secret);
  const owner = [...trustees.keys.keys()].find((number) => trustees.keys.get(number) === own);
  ensure(owner, "S4", "the own key is not among those of the election");
  const text = await decrypt(election, verdict.tally.sums, secret);
  return {
    owner,
    text,
    owned: await writeOwned(owner, text),
    fingerprint: election.fingerprint,
    spoken: await ceremony.spokenFingerprint((trustees.group?.certificates ?? []).map(({ signed }) => signed)),
    head: verdict.head,
    closing: verdict.closing,
    ballots: verdict.tally.ballots,
    weight: verdict.tally.weight,
  };
};

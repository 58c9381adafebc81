// The whole check of an archive: a trustee's page makes it before it decrypts anything.

import { readArchive } from "./archive.js";
import { checkMembers, checkProofs, readBallot, trackerOf } from "./ballots.js";
import { canonical, compact, fields } from "./canonical.js";
import { readRoll } from "./credentials.js";
import { count, readDecryption, writeResult } from "./decryption.js";
import { readElection } from "./election.js";
import { shaHex } from "./hashing.js";
import { ensure } from "./refused.js";
import { counted, tally } from "./tally.js";
import { readTrustees } from "./trustees.js";

const hashesOf = (texts) => Promise.all(texts.map(shaHex));

// What the four texts of a Setup say, all checked.
export const readSetup = async (data, profile = "full") => {
  const [electionText, trusteesText, rollText, setupText] = data;
  const hashes = fields(canonical(setupText, "C1"), "election", "trustees", "credentials");
  const own = compact(hashes) === compact(await hashesOf(data.slice(0, 3)));
  ensure(own, "A4", "the setup names other texts than those before it");
  const election = await readElection(electionText);
  const trustees = await readTrustees(trusteesText, profile);
  ensure(election.publicKey === trustees.publicKey, "C3", "the public key is not the product of the trustees' keys");
  return { election, trustees, roll: readRoll(rollText) };
};

const checkBox = async ({ election, roll }, texts, revote, onProgress) => {
  ensure(new Set(texts).size === texts.length, "D12", "a ballot stands twice in the box");
  const ballots = [];
  for (const text of texts) {
    ballots.push(await readBallot(election, text));
    ensure(roll.has(ballots.at(-1).credential), "D3", "a ballot is signed by a code that is not on the roll");
  }
  const once = new Set(ballots.map((ballot) => ballot.credential)).size === ballots.length;
  ensure(revote || once, "D13", "a code voted twice");
  checkMembers(ballots);
  for (const [index, ballot] of ballots.entries()) {
    await checkProofs(election, ballot);
    onProgress((index + 1) / ballots.length);
  }
  return ballots;
};

const readDecryptions = async ({ election, trustees }, summed, steps) => {
  const read = [];
  for (const { data } of steps.filter(({ type }) => type === "PartialDecryption")) {
    const one = await readDecryption(election, trustees, summed.sums, ...data);
    ensure(!read.some((other) => other.owner === one.owner), "F2", "a trustee decrypted twice");
    read.push(one);
  }
  return read;
};

// What an archive (bytes) says; a RefusedError at the first check that fails. The tally is the one recomputed here from
// the ballots; it is null while the box is open, and the result is null until it is proclaimed.
export const verifyArchive = async (content, { profile = "full", revote = true, onProgress = () => {} } = {}) => {
  const steps = await readArchive(content);
  const setup = await readSetup(steps[0].data, profile);
  const dataOf = (type) => steps.find((one) => one.type === type)?.data;
  const texts = steps.filter(({ type }) => type === "Ballot").map(({ data }) => data[0]);
  const ballots = await checkBox(setup, texts, revote, onProgress);
  const kept = counted(ballots);
  const summed = dataOf("EndBallots") ? await tally(setup.election, setup.roll, kept) : null;
  const published = dataOf("EncryptedTally");
  if (published) {
    ensure(published[0] === summed.text, "E1", "the published tally is not the sum of the ballots that count");
    ensure(published[1] === summed.sized, "E2", "the published numbers of ballots and voices are not those of the box");
  }
  const decryptions = summed ? await readDecryptions(setup, summed, steps) : [];
  const proclaimed = dataOf("Result");
  const result = proclaimed ? count(setup.election, setup.trustees, summed, decryptions) : null;
  const same = !proclaimed || proclaimed[0] === writeResult(result);
  ensure(same, "G2", "the published result is not the one that the trustees decrypted");
  const { type: state, hash: head } = steps.at(-1);
  const trackers = await Promise.all(kept.map(({ text }) => trackerOf(text)));
  const closing = steps.find(({ type }) => type === "EndBallots")?.hash ?? null;
  return { setup, ballots: ballots.length, trackers, tally: summed, decryptions, result, state, head, closing };
};

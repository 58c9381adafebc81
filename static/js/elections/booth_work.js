// What the booth asks of this engine, in plain texts and numbers that a worker can pass on.

import { makeBallot, trackerOf } from "./ballots.js";
import { normalCode, privateExponent } from "./credentials.js";
import { fixed, gPower } from "./group.js";
import { ensure } from "./refused.js";
import { readSetup } from "./verification.js";

let setup = null;

// Read and check the four texts of a Setup: no key that nobody holds, no roll that is not the published one.
export const openBooth = async (texts) => {
  setup = await readSetup(texts);
  const { election } = setup;
  fixed(election.publicKey);
  return { name: election.name, uuid: election.uuid, fingerprint: election.fingerprint, questions: election.questions };
};

const exponentOf = async (typed) => {
  const exponent = await privateExponent(setup.election.uuid, normalCode(typed));
  ensure(setup.roll.has(gPower(exponent)), "D3", "this code is not on the roll");
  return exponent;
};

// The weight of a code; refused (D3) when it is not on the roll: a code has no letter that checks the others.
export const recognise = async (typed) => setup.roll.get(gPower(await exponentOf(typed)));

export const encrypt = async (typed, votes, { onProgress } = {}) => {
  const ballot = await makeBallot(setup.election, await exponentOf(typed), votes, { onProgress });
  return { ballot, tracker: await trackerOf(ballot) };
};

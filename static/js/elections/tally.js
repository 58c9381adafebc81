// The encrypted sum of the counted ballots.

import { compact, small } from "./canonical.js";
import { slots } from "./election.js";
import { P, power } from "./group.js";
import { shaHex } from "./hashing.js";

// The last ballot of each credential.
export const counted = (ballots) => [...new Map(ballots.map((ballot) => [ballot.credential, ballot])).values()];

const raised = (element, weight) => (weight === 1 ? element : power(element, BigInt(weight)));

// One ciphertext for each slot of each question, and what is published of them.
export const tally = async (election, roll, ballots) => {
  const sums = election.questions.map((question) => Array.from({ length: slots(question) }, () => [1n, 1n]));
  let weight = 0;
  for (const ballot of ballots) {
    const own = roll.get(ballot.credential);
    weight += own;
    ballot.answers.forEach((answer, question) =>
      answer.pairs.forEach(([a, b], slot) => {
        const [alpha, beta] = sums[question][slot];
        sums[question][slot] = [(alpha * raised(a, own)) % P, (beta * raised(b, own)) % P];
      }),
    );
  }
  const text = compact(sums.map((question) => question.map(([a, b]) => ({ alpha: String(a), beta: String(b) }))));
  const sized = compact({ num_tallied: small(ballots.length), total_weight: small(weight), encrypted_tally: await shaHex(text) });
  return { sums, ballots: ballots.length, weight, text, sized };
};

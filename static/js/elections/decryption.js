// What trustees decrypt, how it is combined, and the result.

import { canonical, compact, fields, small } from "./canonical.js";
import { G, gPower, inverse, isMember, mod, P, power, Q, randomScalar, readElement } from "./group.js";
import { challenge, shaHex } from "./hashing.js";
import { readProof, writeProof } from "./proofs.js";
import { ensure } from "./refused.js";

const GREATEST_WEIGHT = 2 ** 32; // the search for a result takes the square root of it

const prefixOf = (election, key) => `decrypt|${election.fingerprint}|${key}|`;

// The text of a trustee's partial decryption; the caller has recomputed the sums from the whole box.
export const decrypt = async (election, sums, secret, { draw = randomScalar } = {}) => {
  const prefix = prefixOf(election, gPower(secret));
  const prove = async (alpha, nonce) => {
    const asked = await challenge(prefix, [gPower(nonce), power(alpha, nonce)]);
    return writeProof({ challenge: asked, response: mod(nonce - secret * asked, Q) });
  };
  const factors = sums.map((question) => question.map(([alpha]) => String(power(alpha, secret))));
  const proofs = await Promise.all(
    sums.map((question, i) => Promise.all(question.map(([alpha], j) => prove(alpha, draw(`decrypt.${i}.${j}.w`))))),
  );
  return compact({ decryption_factors: factors, decryption_proofs: proofs });
};

// The text that says whose partial decryption it is; owners are counted from 1.
export const writeOwned = async (owner, text) => compact({ owner, payload: await shaHex(text) });

const readFactor = async (owner, key, prefix, [alpha], written, proof) => {
  const factor = readElement(written);
  const proven = readProof(proof);
  ensure(isMember(factor), "F4", `a decryption factor of trustee ${owner} is not in the group`);
  const first = (gPower(proven.response) * power(key, proven.challenge)) % P;
  const second = (power(alpha, proven.response) * power(factor, proven.challenge)) % P;
  const right = (await challenge(prefix, [first, second])) === proven.challenge;
  ensure(right, "F5", `trustee ${owner} did not prove the decryption`);
  return factor;
};

const hasShape = (value, sums) =>
  Array.isArray(value) && value.length === sums.length
  && value.every((row, i) => Array.isArray(row) && row.length === sums[i].length);

export const readDecryption = async (election, trustees, sums, text, owned) => {
  const [owner, payload] = fields(canonical(owned, "F3"), "owner", "payload");
  ensure(trustees.keys.has(owner), "F1", "a partial decryption belongs to no trustee");
  ensure(payload === (await shaHex(text)), "F3", "a partial decryption is not the one that its owner names");
  const [factors, proofs] = fields(canonical(text, "F3"), "decryption_factors", "decryption_proofs");
  const right = hasShape(factors, sums) && hasShape(proofs, sums);
  ensure(right, "F3", "a partial decryption does not have the shape of the tally");
  const key = trustees.keys.get(owner);
  const prefix = prefixOf(election, key);
  const rows = [];
  for (const [i, question] of sums.entries()) {
    rows.push(await Promise.all(question.map((pair, j) => readFactor(owner, key, prefix, pair, factors[i][j], proofs[i][j]))));
  }
  return { owner, factors: rows };
};

const scalarInverse = (x) => {
  let [result, base, exponent] = [1n, mod(x, Q), Q - 2n]; // Q is prime
  for (; exponent; exponent >>= 1n) {
    if (exponent & 1n) result = (result * base) % Q;
    base = (base * base) % Q;
  }
  return result;
};

// The exponent of one trustee's factor among those of the indexes (from 1 in their group).
export const lagrange = (index, indexes) =>
  indexes
    .filter((other) => other !== index)
    .reduce((result, other) => mod(result * BigInt(other) * scalarInverse(BigInt(other - index)), Q), 1n);

// The product of all factors: each mandatory one, and the threshold's lowest owners of the group.
export const combine = (trustees, decryptions) => {
  const byOwner = new Map(decryptions.map((one) => [one.owner, one.factors]));
  ensure(byOwner.size === decryptions.length, "F2", "a trustee decrypted twice");
  const exponents = new Map(trustees.singles.map((owner) => [owner, 1n]));
  const { group } = trustees;
  if (group) {
    const places = Array.from({ length: group.size }, (_, place) => place + 1);
    const present = places.filter((place) => byOwner.has(group.first + place - 1)).slice(0, group.threshold);
    ensure(present.length === group.threshold, "F6", "too few trustees decrypted");
    present.forEach((place) => exponents.set(group.first + place - 1, lagrange(place, present)));
  }
  ensure(trustees.singles.every((owner) => byOwner.has(owner)), "F6", "too few trustees decrypted");
  return decryptions[0].factors.map((row, i) =>
    row.map((_, j) =>
      [...exponents].reduce((result, [owner, exponent]) => (result * power(byOwner.get(owner)[i][j], exponent)) % P, 1n),
    ),
  );
};

// Finds v from G^v for 0 ≤ v ≤ greatest, in a table of the square root of it.
const logarithms = (greatest) => {
  ensure(greatest <= GREATEST_WEIGHT, "G1", "the total weight is too large to be counted");
  const step = Math.floor(Math.sqrt(greatest)) + 1;
  const table = new Map();
  let element = 1n;
  for (let exponent = 0; exponent < step; exponent += 1) {
    table.set(element, exponent);
    element = (element * G) % P;
  }
  const back = inverse(element);
  return (sought) => {
    let left = sought;
    for (let giant = 0; giant <= step; giant += 1) {
      const found = giant * step + (table.get(left) ?? Infinity);
      if (found <= greatest) return found;
      left = (left * back) % P;
    }
    return ensure(false, "G1", "a sum is not within the total weight");
  };
};

const total = (numbers) => numbers.reduce((sum, one) => sum + one, 0);

// The votes for each slot of each question, blank ones first.
export const count = (election, trustees, summed, decryptions) => {
  const factors = combine(trustees, decryptions);
  const find = logarithms(summed.weight);
  const result = summed.sums.map((question, i) => question.map(([, beta], j) => find((beta * inverse(factors[i][j])) % P)));
  election.questions.forEach((question, i) => {
    const voices = summed.weight - (question.blank ? result[i][0] : 0);
    const chosen = total(result[i].slice(Number(question.blank)));
    const fit = question.minimum * voices <= chosen && chosen <= question.maximum * voices;
    ensure(fit, "G3", "the sums do not keep to the bounds of a question");
  });
  return result;
};

export const writeResult = (result) => compact({ result: result.map((question) => question.map(small)) });


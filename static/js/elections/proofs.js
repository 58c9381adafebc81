// The two kinds of proof: of a secret, and of one statement among several. A proof shows that somebody knows a secret,
// and nothing about it; its commitments are not sent, the verifier computes them anew.

import { fields, items } from "./canonical.js";
import { fixed, G, gPower, mod, P, power, Q, readScalar } from "./group.js";
import { challenge } from "./hashing.js";

export const readProof = (value) => {
  const [asked, response] = fields(value, "challenge", "response").map(readScalar);
  return { challenge: asked, response };
};

export const readProofs = (value) => items(value).map(readProof);

export const writeProof = (proof) => ({ challenge: String(proof.challenge), response: String(proof.response) });

// The nonce is fresh and never used again: two uses tell the secret.
export const proveSecret = async (prefix, secret, nonce) => {
  const asked = await challenge(prefix, [gPower(nonce)]);
  return { challenge: asked, response: mod(nonce - secret * asked, Q) };
};

export const provesSecret = async (prefix, key, proof) => {
  const commitment = (gPower(proof.response) * power(key, proof.challenge)) % P;
  return (await challenge(prefix, [commitment])) === proof.challenge;
};

const minusTable = new Map();

const minus = (value) => {
  if (!minusTable.has(value)) minusTable.set(value, gPower(-BigInt(value)));
  return minusTable.get(value);
};

// The statement "the pair encrypts this value".
export const shift = ([alpha, beta], value) => [alpha, (beta * minus(value)) % P];

const commitmentsOf = (key, [a, b], proof) => [
  (fixed(G).power(proof.response) * power(a, proof.challenge)) % P,
  (fixed(key).power(proof.response) * power(b, proof.challenge)) % P,
];

const sumOf = (proofs) => proofs.reduce((total, proof) => total + proof.challenge, 0n);

// Prove that one statement (a, b) = (g^r, key^r) holds, the one at `index` with the witness r, without telling which.
export const proveOne = async (prefix, key, statements, index, witness, draw, name) => {
  const nonce = draw(`${name}.${index}.w`);
  const proofs = statements.map((_, other) =>
    other === index ? null : { challenge: draw(`${name}.${other}.challenge`), response: draw(`${name}.${other}.response`) },
  );
  const commitments = statements.flatMap((statement, other) =>
    other === index ? [gPower(nonce), fixed(key).power(nonce)] : commitmentsOf(key, statement, proofs[other]),
  );
  const asked = mod((await challenge(prefix, commitments)) - sumOf(proofs.filter(Boolean)), Q);
  proofs[index] = { challenge: asked, response: mod(nonce - witness * asked, Q) };
  return proofs;
};

// Whether the proofs show that one of the statements holds; all elements are members already.
export const provesOne = async (prefix, key, statements, proofs) => {
  if (proofs.length !== statements.length) return false;
  const commitments = statements.flatMap((statement, index) => commitmentsOf(key, statement, proofs[index]));
  return (await challenge(prefix, commitments)) === mod(sumOf(proofs), Q);
};

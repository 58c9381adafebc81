// The ballot of a voter: made, read and checked. A vote is a list with 0 or 1 for each slot of each question; the
// blank vote has the first slot where it is offered.

import { canonical, compact, fields, items } from "./canonical.js";
import { allows, slots } from "./election.js";
import { allMembers, fixed, gPower, isMember, mod, P, product, Q, randomScalar, readElement } from "./group.js";
import { shaB64 } from "./hashing.js";
import { proveOne, proveSecret, provesOne, provesSecret, readProof, readProofs, shift, writeProof } from "./proofs.js";
import { ensure, RefusedError } from "./refused.js";

const KEYS = ["election_uuid", "election_hash", "credential", "answers"];

const startOf = (election, credential) => `${election.fingerprint}|${credential}`;
const textOf = (pairs) => pairs.map(([alpha, beta]) => `${alpha},${beta}`).join(",");
const sumOf = (pairs) => [product(pairs.map(([alpha]) => alpha)), product(pairs.map(([, beta]) => beta))];

// What the proofs of an answer speak of: for each its prefix and its statements.
const individualClaim = (start, pair) => ({ prefix: `prove|${start}|${textOf([pair])}|`, statements: [pair, shift(pair, 1)] });

const blankClaim = (start, pairs) => ({
  prefix: `bproof0|${start}|${textOf(pairs)}|`,
  statements: [pairs[0], sumOf(pairs.slice(1))], // "not blank", "no answer is chosen"
});

const overallClaim = (question, start, pairs) => {
  const total = sumOf(pairs.slice(Number(question.blank)));
  const within = [];
  for (let count = question.minimum; count <= question.maximum; count += 1) within.push(shift(total, count));
  if (question.blank) {
    return { prefix: `bproof1|${start}|${textOf(pairs)}|`, statements: [shift(pairs[0], 1), ...within] };
  }
  return { prefix: `prove|${start}|${textOf(pairs)}|${textOf([total])}|`, statements: within };
};

const encrypt = async (election, start, question, vote, draw, name, onSlot) => {
  const key = election.publicKey;
  const prove = ({ prefix, statements }, index, witness, part) =>
    proveOne(prefix, key, statements, index, witness, draw, `${name}.${part}`);
  const nonces = vote.map((_, slot) => draw(`${name}.r.${slot}`));
  const pairs = vote.map((one, slot) => [gPower(nonces[slot]), (fixed(key).power(nonces[slot]) * gPower(BigInt(one))) % P]);
  const individual = [];
  for (const [slot, pair] of pairs.entries()) {
    individual.push(await prove(individualClaim(start, pair), vote[slot], nonces[slot], `individual.${slot}`));
    onSlot();
  }
  const first = Number(question.blank);
  const rest = mod(nonces.slice(first).reduce((total, nonce) => total + nonce, 0n), Q);
  const chosen = vote.slice(first).reduce((total, one) => total + one, 0);
  const isBlank = question.blank && vote[0] === 1;
  const blank = question.blank
    ? { blank_proof: (await prove(blankClaim(start, pairs), Number(isBlank), isBlank ? rest : nonces[0], "blank")).map(writeProof) }
    : {};
  const [index, witness] = isBlank ? [0, nonces[0]] : [first + chosen - question.minimum, rest];
  const overall = await prove(overallClaim(question, start, pairs), index, witness, "overall");
  return {
    choices: pairs.map(([alpha, beta]) => ({ alpha: String(alpha), beta: String(beta) })),
    individual_proofs: individual.map((proofs) => proofs.map(writeProof)),
    overall_proof: overall.map(writeProof),
    ...blank,
  };
};

// The text of a ballot signed with the private exponent of a code. `draw` gives fresh scalars; the tests have their own
// for the vectors. `onProgress` is told how much is done, from 0 to 1.
export const makeBallot = async (election, exponent, votes, { draw = randomScalar, onProgress = () => {} } = {}) => {
  const fit = votes.length === election.questions.length
    && election.questions.every((question, index) => allows(question, votes[index]));
  if (!fit) throw new RangeError("The votes do not keep to the bounds of the questions.");
  const credential = gPower(exponent);
  const total = election.questions.reduce((count, question) => count + slots(question), 0);
  let done = 0;
  const onSlot = () => onProgress((done += 1) / total);
  const answers = [];
  for (const [index, question] of election.questions.entries()) {
    const start = startOf(election, credential);
    answers.push(await encrypt(election, start, question, votes[index], draw, `question.${index}`, onSlot));
  }
  const core = { election_uuid: election.uuid, election_hash: election.fingerprint, credential: String(credential), answers };
  const hash = await shaB64(compact(core));
  const proof = writeProof(await proveSecret(`sig|${hash}|`, exponent, draw("signature.w")));
  return compact({ ...core, signature: { hash, proof } });
};

// The receipt of a ballot.
export const trackerOf = shaB64;

const readPair = (value) => fields(value, "alpha", "beta").map(readElement);

const readAnswer = (question, value) => {
  const keys = ["choices", "individual_proofs", "overall_proof", ...(question.blank ? ["blank_proof"] : [])];
  try {
    const [choices, individual] = fields(value, ...keys);
    items(choices, slots(question));
    items(individual, slots(question));
  } catch (error) {
    if (error instanceof RefusedError) throw new RefusedError("D7", "an answer does not have the form that its question asks");
    throw error;
  }
  return {
    pairs: value.choices.map(readPair),
    individual: value.individual_proofs.map(readProofs),
    overall: readProofs(value.overall_proof),
    blank: question.blank ? readProofs(value.blank_proof) : null,
  };
};

// The ballot of a text: form and bindings. Its elements are in range but not yet members, and no proof is checked.
export const readBallot = async (election, text) => {
  const value = canonical(text, "D1");
  const [uuid, fingerprint, credential, answers, signature] = fields(value, ...KEYS, "signature");
  ensure(uuid === election.uuid && fingerprint === election.fingerprint, "D2", "a ballot belongs to another election");
  const [hash, proof] = fields(signature, "hash", "proof");
  const core = Object.fromEntries(KEYS.map((key) => [key, value[key]]));
  ensure(hash === (await shaB64(compact(core))), "D4", "a ballot is not the one that was signed");
  const right = Array.isArray(answers) && answers.length === election.questions.length;
  ensure(right, "D6", "a ballot does not answer each question once");
  return {
    text,
    credential: readElement(credential),
    answers: election.questions.map((question, index) => readAnswer(question, answers[index])),
    hash,
    signature: readProof(proof),
  };
};

const elementsOf = (ballot) => ballot.answers.flatMap((answer) => answer.pairs.flat());

// All ciphertexts are in the group, for many ballots at once.
export const checkMembers = (ballots) => {
  if (allMembers(ballots.flatMap(elementsOf))) return;
  const wrong = ballots.find((ballot) => !elementsOf(ballot).every(isMember));
  throw new RefusedError("D8", `a ciphertext is not in the group${wrong ? `, in the ballot of ${wrong.credential}` : ""}`);
};

const checkAnswer = async (election, start, question, answer) => {
  const key = election.publicKey;
  for (const [slot, pair] of answer.pairs.entries()) {
    const { prefix, statements } = individualClaim(start, pair);
    const proven = await provesOne(prefix, key, statements, answer.individual[slot]);
    ensure(proven, "D9", "a ballot does not prove that each choice is 0 or 1");
  }
  const overall = overallClaim(question, start, answer.pairs);
  const within = await provesOne(overall.prefix, key, overall.statements, answer.overall);
  ensure(within, "D10", "a ballot does not prove that its choices keep to the bounds");
  if (!question.blank) return;
  const blank = blankClaim(start, answer.pairs);
  const proven = await provesOne(blank.prefix, key, blank.statements, answer.blank);
  ensure(proven, "D11", "a ballot does not prove that a blank vote chooses nothing");
};

// Signature and proofs of a ballot whose elements are members.
export const checkProofs = async (election, ballot) => {
  const signed = await provesSecret(`sig|${ballot.hash}|`, ballot.credential, ballot.signature);
  ensure(signed, "D5", "the signature of a ballot is wrong");
  for (const [index, question] of election.questions.entries()) {
    await checkAnswer(election, startOf(election, ballot.credential), question, ballot.answers[index]);
  }
};

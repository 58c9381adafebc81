// The frozen text of an election: its questions, its public key, its fingerprint. It is hashed as it was received.

import { canonical, isObject, items, string } from "./canonical.js";
import { ALPHABET } from "./credentials.js";
import { NAME, readMember } from "./group.js";
import { shaB64 } from "./hashing.js";
import { ensure } from "./refused.js";

const readQuestion = (value) => {
  ensure(isObject(value) && !("type" in value), "C2", "a question is of a kind that is not counted here");
  const answers = items(value.answers).map(string);
  const { min: minimum, max: maximum, blank = false } = value;
  const right = Number.isInteger(minimum) && Number.isInteger(maximum) && typeof blank === "boolean";
  ensure(right, "C2", "a question lacks its bounds");
  const fit = minimum >= 0 && minimum <= maximum && maximum <= answers.length && maximum >= 1;
  ensure(fit, "C2", "the bounds of a question do not fit its answers");
  return { text: string(value.question), answers, minimum, maximum, blank };
};

// How many ciphertexts answer a question; the blank vote has the first.
export const slots = (question) => question.answers.length + Number(question.blank);

const sum = (numbers) => numbers.reduce((total, one) => total + one, 0);

// Whether a plain vote (0 or 1 for each slot) keeps to the bounds.
export const allows = (question, vote) => {
  if (vote.length !== slots(question) || !vote.every((one) => one === 0 || one === 1)) return false;
  const chosen = sum(vote.slice(Number(question.blank)));
  if (question.blank && vote[0]) return chosen === 0;
  return question.minimum <= chosen && chosen <= question.maximum;
};

// The text must be canonical, as the federation's are: a key that stands twice could show the voter other questions.
export const readElection = async (text) => {
  const value = canonical(text, "C2");
  const known = isObject(value) && value.version === 1 && value.group === NAME;
  ensure(known, "C2", "not an election of version 1 in the group BELENIOS-2048");
  const uuid = string(value.uuid);
  const named = uuid.length >= 14 && [...uuid].every((letter) => ALPHABET.includes(letter));
  ensure(named, "C2", "the identifier of the election is malformed");
  const questions = items(value.questions).map(readQuestion);
  ensure(questions.length > 0, "C2", "the election asks nothing");
  return {
    uuid,
    name: string(value.name),
    publicKey: readMember(value.public_key, "C3", "the public key"),
    questions,
    text,
    fingerprint: await shaB64(text),
  };
};

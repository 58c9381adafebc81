// Voting codes, trustees' seeds, and the public list of credentials.

import { canonical, compact, items, string } from "./canonical.js";
import { allMembers, gPower, Q, readElement } from "./group.js";
import { shaHex } from "./hashing.js";
import { ensure } from "./refused.js";

export const ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const LENGTH = 22; // 58^22 is about 2^128.9
const GROUPS = [[0, 5], [5, 11], [11, 16], [16, 22]];
const LINE = /^([1-9][0-9]*)(?:,([1-9][0-9]{0,9}))?$/;
const IGNORED = /[\s\x1c-\x1f\x85\p{Pd}\p{Cf}−]/gu;

// What was typed is no code or seed; the reason is "length" or "letters".
export class CodeError extends Error {
  constructor(reason) {
    super(reason);
    this.name = "CodeError";
    this.reason = reason;
  }
}

const randomLetter = () => {
  for (;;) {
    const [byte] = crypto.getRandomValues(new Uint8Array(1));
    if (byte < 232) return ALPHABET[byte % 58]; // 232 is four times 58: each letter is as likely
  }
};

// 22 random letters: the one secret of a trustee.
export const newSeed = () => Array.from({ length: LENGTH }, randomLetter).join("");

const normalLetters = (typed) => {
  const letters = [...typed.replace(IGNORED, "")];
  if (letters.length !== LENGTH) throw new CodeError("length");
  if (!letters.every((letter) => ALPHABET.includes(letter))) throw new CodeError("letters");
  return letters.join("");
};

// The letters in groups, as they are read and typed; a code is hashed in this form.
export const grouped = (letters) => GROUPS.map(([from, to]) => letters.slice(from, to)).join("-");

// A fresh voting code.
export const newCode = () => grouped(newSeed());

export const normalCode = (typed) => grouped(normalLetters(typed));

// The seed of a trustee from what was typed, with or without dashes; it is hashed without them.
export const normalSeed = normalLetters;

export const privateExponent = async (uuid, code) => {
  const halves = await Promise.all([0, 1].map((half) => shaHex(`derive_credential|${uuid}|${half}|${code}`)));
  return BigInt(`0x${halves.join("")}`) % Q;
};

export const publicCredential = async (uuid, code) => gPower(await privateExponent(uuid, code));

// The text of the roll from credential → weight; sorted by number, so that the order tells nothing.
export const writeRoll = (weights) => {
  const sorted = [...weights.keys()].sort((one, other) => (one < other ? -1 : Number(one > other)));
  return compact(sorted.map((credential) => (weights.get(credential) === 1 ? `${credential}` : `${credential},${weights.get(credential)}`)));
};

// Credential → weight, from the text of the roll.
export const readRoll = (text) => {
  const weights = new Map();
  for (const line of items(canonical(text, "C10"))) {
    const match = LINE.exec(string(line));
    ensure(match, "C10", "a line of the roll is not a credential and a weight");
    const credential = readElement(match[1]);
    ensure(!weights.has(credential), "C11", "a credential stands twice on the roll");
    weights.set(credential, Number(match[2] ?? 1));
  }
  ensure(allMembers([...weights.keys()]), "C10", "a credential is not an element of the group");
  return weights;
};

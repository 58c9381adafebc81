// What the page of a code officer asks of this engine, in plain texts and numbers that a worker can pass on.

import { newCode, normalCode, publicCredential, writeRoll } from "./credentials.js";

const FORMULA = /^(?:[\s\u200b\ufeff']*[=+\-@\uff1d\uff0b\uff0d\uff20\ufe62\ufe63\u2212]|[\t\r\n])/u;

const credentialsOf = (uuids, code) => Promise.all(uuids.map((uuid) => publicCredential(uuid, code)));

// A code for each line, and what is published of them: a roll for each of the two identifiers.
export const makeCodes = async (uuids, weights, { onProgress = () => {} } = {}) => {
  const codes = [];
  const rolls = uuids.map(() => new Map());
  for (const weight of weights) {
    const code = newCode();
    const made = await credentialsOf(uuids, code);
    rolls.forEach((roll, place) => roll.set(made[place], weight));
    codes.push(code);
    onProgress(codes.length / weights.length);
  }
  return { codes, rolls: rolls.map(writeRoll) };
};

// A fresh code in the place of one that was typed, with the public credentials of both.
export const replaceCode = async (uuids, typed) => {
  const code = newCode();
  const [old, fresh] = await Promise.all([credentialsOf(uuids, normalCode(typed)), credentialsOf(uuids, code)]);
  return { code, old: old.map(String), fresh: fresh.map(String) };
};

// A cell that a spreadsheet would take for a formula gets an apostrophe in front (leader/shared/exports.py).
const cell = (text) => {
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return /[;"\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
};

// A table as French Excel reads it: semicolons, CRLF, UTF-8 behind a byte order mark.
export const writeTable = (rows) => `\ufeff${rows.map((row) => `${row.map(cell).join(";")}\r\n`).join("")}`;

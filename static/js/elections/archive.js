// The public file: an old tar that only grows, and the chain of events in it. There is no second way to write one.

import { canonical, compact, isObject } from "./canonical.js";
import { shaHex } from "./hashing.js";
import { ensure, RefusedError } from "./refused.js";

const BLOCK = 512;
const LARGEST = 256 * 2 ** 20; // bytes of an archive that is read
const HEAD = /^\{"version":1,"timestamp":"([1-9][0-9]{0,9})"\}$/;
const RECORD = /^([0-9a-f]{64})\.(data|event)\.json$/;

// How many texts each event rests upon, and what may come after it.
const TEXTS = { Setup: 4, Ballot: 1, EndBallots: 0, EncryptedTally: 2, PartialDecryption: 2, Result: 1 };
const AFTER = {
  nothing: ["Setup"],
  Setup: ["Ballot", "EndBallots"],
  Ballot: ["Ballot", "EndBallots"],
  EndBallots: ["EncryptedTally"],
  EncryptedTally: ["PartialDecryption"],
  PartialDecryption: ["PartialDecryption", "Result"],
  Result: [],
};

const ascii = (bytes) => String.fromCharCode(...bytes);
const octal = (value) => value.toString(8).padStart(11, "0");

const header = (name, size, timestamp) => {
  const block = new Uint8Array(BLOCK);
  const put = (offset, text) => block.set(Array.from(text, (letter) => letter.charCodeAt(0)), offset);
  put(0, name);
  put(100, "0000644");
  put(108, "0000000");
  put(116, "0000000");
  put(124, octal(size));
  put(136, octal(timestamp));
  put(148, "        ");
  put(156, "0");
  const sum = block.reduce((total, byte) => total + byte, 0);
  put(148, `${sum.toString(8).padStart(6, "0")}\0 `);
  return block;
};

const readBody = (content, start) => {
  const digits = ascii(content.subarray(start + 124, start + 135));
  ensure(/^[0-7]{11}$/.test(digits), start ? "A2" : "A1", "a record has no proper header");
  const [first, size] = [start + BLOCK, parseInt(digits, 8)];
  const last = first + size;
  const end = Math.ceil(last / BLOCK) * BLOCK;
  ensure(end <= content.length, "A2", "the file ends within a record");
  ensure(content.subarray(last, end).every((byte) => byte === 0), "A2", "there is something in the space between two records");
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(content.subarray(first, last));
    return { name: ascii(content.subarray(start, start + 100)).replace(/\0+$/, ""), text, size, end };
  } catch (error) {
    throw new RefusedError("A2", "a record is not text");
  }
};

const checkHeader = (content, start, name, size, timestamp) => {
  const expected = header(name, size, timestamp);
  const same = content.subarray(start, start + BLOCK).every((byte, place) => byte === expected[place]);
  ensure(same, "A2", "the header of a record is not the one that the format asks for");
};

async function* readRecords(content) {
  ensure(content.length <= LARGEST, "A2", "the archive is larger than what is read here");
  const head = readBody(content, 0);
  const started = HEAD.exec(head.text);
  ensure(head.name === "BELENIOS" && started, "A1", "the file does not begin as a public archive of version 1");
  const timestamp = Number(started[1]);
  checkHeader(content, 0, head.name, head.size, timestamp);
  for (let place = head.end; place < content.length; ) {
    const { name, text, size, end } = readBody(content, place);
    const named = RECORD.exec(name);
    ensure(named, "A2", "a record has a name of an unknown form");
    checkHeader(content, place, name, size, timestamp);
    ensure(named[1] === (await shaHex(text)), "A3", "a record is not the one that its name says");
    yield { kind: named[2], text };
    place = end;
  }
}

const step = async (previous, text, data) => {
  const value = canonical(text, "B2");
  ensure(isObject(value) && typeof value.type === "string", "J3", "an event does not say what it is");
  const before = previous?.type ?? "nothing";
  ensure(AFTER[before].includes(value.type), "B3", `an event may not stand after ${before}`);
  ensure(data.length === TEXTS[value.type], "A4", "an event does not rest upon the texts that it should");
  const [parent, height] = previous ? [previous.hash, previous.height + 1] : [undefined, 0];
  ensure(value.parent === parent && value.height === height, "B1", "an event does not follow the one before it");
  const payload = data.length ? await shaHex(data.at(-1)) : undefined;
  ensure(value.payload === payload, "B4", "an event does not name the text that it rests upon");
  ensure(text === compact({ parent, height, type: value.type, payload }), "B2", "an event is not written in the canonical way");
  return { type: value.type, height, hash: await shaHex(text), data };
};

// The events of an archive with the texts that they rest upon. It may stop after any event: the box is then still open.
export const readArchive = async (content) => {
  const steps = [];
  let data = [];
  for await (const { kind, text } of readRecords(content)) {
    if (kind === "data") {
      data.push(text);
      ensure(data.length <= 4, "A4", "there are texts that no event rests upon");
    } else {
      steps.push(await step(steps.at(-1), text, data));
      data = [];
    }
  }
  ensure(steps.length > 0 && data.length === 0, "A4", "the archive does not end with an event");
  return steps;
};

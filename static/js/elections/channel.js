// Sealed letters between trustees, which the server passes on and cannot read. ElGamal carries a fresh AES-256 key; the
// content is signed by its sender and names its recipient.

import { canonical, compact, fields, isObject, string } from "./canonical.js";
import { gPower, mod, P, power, Q, randomScalar, readMember } from "./group.js";
import { shaBytes, toHex } from "./hashing.js";
import { ensure, RefusedError } from "./refused.js";
import { isSigned, readSigned, signMessage } from "./trustees.js";

const GCM = "AES-GCM";
const [BLOCK, TAG] = [16, 8];

const join = (...parts) => {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  parts.reduce((place, part) => (whole.set(part, place), place + part.length), 0);
  return whole;
};

const imported = (key, name) => crypto.subtle.importKey("raw", key, name, false, ["encrypt", "decrypt"]);

// WebCrypto has no CCM, the older form of these letters, so it is made of its two halves: a tag by CBC, then CTR.
const ccmTag = async (key, nonce, content) => {
  const length = [content.length >> 8, content.length & 255];
  const blocks = join([0x19], nonce, length, content, new Uint8Array((BLOCK - (content.length % BLOCK)) % BLOCK));
  const chained = await crypto.subtle.encrypt({ name: "AES-CBC", iv: new Uint8Array(BLOCK) }, await imported(key, "AES-CBC"), blocks);
  return new Uint8Array(chained).slice(blocks.length - BLOCK, blocks.length - BLOCK + TAG);
};

const ccmStream = async (key, nonce, first, content) => {
  const counter = join([0x01], nonce, [0, 0]);
  const input = join(first, new Uint8Array(BLOCK - TAG), content);
  const output = await crypto.subtle.encrypt({ name: "AES-CTR", counter, length: 16 }, await imported(key, "AES-CTR"), input);
  return [new Uint8Array(output).slice(0, TAG), new Uint8Array(output).slice(BLOCK)];
};

const encryptCcm = async (key, nonce, content) => {
  const [tag, hidden] = await ccmStream(key, nonce, await ccmTag(key, nonce, content), content);
  return join(hidden, tag);
};

const decryptCcm = async (key, nonce, data) => {
  const [tag, content] = await ccmStream(key, nonce, data.slice(-TAG), data.slice(0, -TAG));
  const expected = await ccmTag(key, nonce, content);
  ensure(data.length > TAG && tag.every((byte, place) => byte === expected[place]), "S1", "a sealed letter cannot be opened");
  return content;
};

const secretsOf = async (shared, alpha) => [await shaBytes(`key|${shared}`), await shaBytes(`iv|${alpha}`)];

// The sealed text of a message, from the signing secret of the sender to an encryption key.
export const send = async (sender, recipient, message, { draw = randomScalar, algorithm = GCM } = {}) => {
  const inner = compact({ recipient: String(recipient), message });
  const content = new TextEncoder().encode(compact(await signMessage(inner, sender, draw("sign_w"))));
  const r = draw("r");
  const shared = gPower(draw("s"));
  const [alpha, beta] = [gPower(r), (power(recipient, r) * shared) % P];
  const [key, iv] = await secretsOf(shared, alpha);
  const rest = { alpha: String(alpha), beta: String(beta) };
  if (algorithm === GCM) {
    const data = await crypto.subtle.encrypt({ name: GCM, iv }, await imported(key, GCM), content);
    return compact({ algorithm: GCM, ...rest, data: toHex(new Uint8Array(data)) });
  }
  return compact({ ...rest, data: toHex(await encryptCcm(key, iv.slice(0, 13), content)) });
};

const bytesOf = (hex) => {
  ensure(/^(?:[0-9a-f]{2})+$/.test(hex), "S1", "a sealed letter cannot be opened");
  return Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
};

const open = async (key, iv, data, gcm) => {
  try {
    const content = gcm
      ? await crypto.subtle.decrypt({ name: GCM, iv }, await imported(key, GCM), data)
      : await decryptCcm(key, iv.slice(0, 13), data);
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(content);
  } catch (error) {
    throw new RefusedError("S1", "a sealed letter cannot be opened");
  }
};

// The message of a sealed text, with the own decryption secret and the sender's verification key. Refused: S1, it cannot
// be opened; S2, not signed by the sender; S3, for somebody else.
export const receive = async (secret, sender, sealed) => {
  const value = canonical(sealed, "J3");
  const gcm = isObject(value) && value.algorithm === GCM;
  fields(value, ...(gcm ? ["algorithm"] : []), "alpha", "beta", "data");
  const [alpha, beta] = [value.alpha, value.beta].map((one) => readMember(one, "S1", "a sealed letter"));
  const [key, iv] = await secretsOf((beta * power(alpha, mod(-secret, Q))) % P, alpha);
  const opened = await open(key, iv, bytesOf(string(value.data)), gcm);
  const { message, signature } = readSigned(canonical(opened, "J3"));
  ensure(await isSigned(message, sender, signature), "S2", "a sealed letter is not signed by its sender");
  const [recipient, text] = fields(canonical(message, "J3"), "recipient", "message");
  ensure(recipient === String(gPower(secret)), "S3", "a sealed letter was meant for another trustee");
  return string(text);
};

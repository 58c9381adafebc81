// Who holds the key: the server's mandatory share and the threshold group, as published.

import { canonical, compact, fields, isObject, items, string } from "./canonical.js";
import { gPower, isMember, NAME, P, power, product, readElement, readMember } from "./group.js";
import { proveSecret, provesSecret, readProof, writeProof } from "./proofs.js";
import { ensure, RefusedError } from "./refused.js";

const PROFILES = ["bare", "context", "full"]; // what the trustees' texts must hold; the federation's are full
const asks = (profile, level) => PROFILES.indexOf(profile) >= PROFILES.indexOf(level);

export const signMessage = async (message, secret, nonce) => ({
  message,
  signature: writeProof(await proveSecret(`sigmsg|${message}|`, secret, nonce)),
});

export const isSigned = (message, key, signature) => provesSecret(`sigmsg|${message}|`, key, readProof(signature));

export const readSigned = (value) => {
  const [message, signature] = fields(value, "message", "signature");
  return { message: string(message), signature };
};

// The public key of a secret as it is written, with the proof that its owner knows the secret.
export const writeKey = async (secret, nonce) => {
  const key = gPower(secret);
  return { pok: writeProof(await proveSecret(`pok|${NAME}|${key}|`, secret, nonce)), public_key: String(key) };
};

const readKey = async (value, check) => {
  const keys = isObject(value) ? Object.keys(value) : [];
  ensure(keys[0] === "pok" && keys[1] === "public_key", "J3", "a trustee's key lacks its proof or its number");
  const known = keys.slice(2).every((key) => key === "signature" || key === "name");
  ensure(known, "J3", "a trustee's key holds something unknown");
  const key = readMember(value.public_key, check, "a trustee's key");
  const proven = await provesSecret(`pok|${NAME}|${key}|`, key, readProof(value.pok));
  ensure(proven, check, "a trustee did not prove to know the secret of the key");
  return key;
};

const readCertificate = async (value, threshold, size, index, profile) => {
  const { message, signature } = readSigned(value);
  const held = canonical(message, "C5");
  const bound = isObject(held) && "context" in held;
  ensure(bound || profile === "bare", "C5", `the certificate of trustee ${index} does not say for which ceremony it is`);
  const [verification, encryption] = fields(held, ...(bound ? ["context"] : []), "verification", "encryption")
    .slice(-2)
    .map((key) => readMember(key, "C5", `a key of trustee ${index}`));
  if (bound) {
    const same = compact(held.context) === compact({ group: NAME, size, threshold, index });
    ensure(same, "C5", `the certificate of trustee ${index} was made for another ceremony or place`);
  }
  const signed = await isSigned(message, verification, signature);
  ensure(signed, "C5", `the certificate of trustee ${index} is not signed by its key`);
  return { signed: value, verification, encryption };
};

// All certificates of a ceremony, checked.
export const readCertificates = async (values, threshold, profile = "full") => {
  const right = Number.isInteger(threshold) && threshold >= (profile === "bare" ? 1 : 2) && threshold <= values.length;
  ensure(right, "C5", "the threshold does not fit the number of trustees");
  const read = [];
  for (const [place, value] of values.entries()) {
    read.push(await readCertificate(value, threshold, values.length, place + 1, profile));
  }
  const keys = new Set(read.flatMap((one) => [one.verification, one.encryption]));
  ensure(keys.size === 2 * read.length, "C5", "two keys of the trustees are the same");
  return read;
};

const readCoefexps = async (value, certificate, threshold) => {
  const { message, signature } = readSigned(value);
  const [written] = fields(canonical(message, "C6"), "coefexps");
  const right = Array.isArray(written) && written.length === threshold;
  ensure(right, "C6", "a trustee published a wrong number of coefficients");
  const signed = await isSigned(message, certificate.verification, signature);
  ensure(signed, "C6", "the coefficients of a trustee are not signed");
  const coefficients = written.map(readElement);
  ensure(coefficients.every(isMember), "C6", "a coefficient is not an element of the group");
  return coefficients;
};

// The text by which a trustee signs all certificates together with the own coefficients.
export const certificatesText = (certificates, coefexps) =>
  `certs_sig|${compact({ certs: certificates.map((one) => one.signed), coefexps: coefexps.map(String) })}`;

// The coefficients that all published, checked with their signatures on the certificates (null: an older program).
export const readDealt = async (certificates, threshold, coefexps, signatures) => {
  const lists = [coefexps, ...(signatures === null ? [] : [signatures])];
  const right = lists.every((list) => Array.isArray(list) && list.length === certificates.length);
  ensure(right, "C5", "a trustee's part of the ceremony is missing");
  const dealt = [];
  for (const [place, one] of certificates.entries()) {
    dealt.push(await readCoefexps(coefexps[place], one, threshold));
    const signed = signatures === null
      || (await isSigned(certificatesText(certificates, dealt[place]), one.verification, signatures[place]));
    ensure(signed, "C7", "a trustee did not sign the certificates of all");
  }
  return dealt;
};

// The polynomial whose coefficients stand in exponents, at a small integer (Horner's rule).
export const evaluate = (coefexps, index) =>
  coefexps.reduceRight((result, coefficient) => (power(result, BigInt(index)) * coefficient) % P, 1n);

// The public key that the coefficients of all give to the trustee of that index.
export const verificationKey = (index, dealt) =>
  evaluate(dealt[0].map((_, degree) => product(dealt.map((own) => own[degree]))), index);

export const checkVerificationKey = async (value, expected, certificate, profile = "full") => {
  const key = await readKey(value, "C8");
  ensure(key === expected, "C8", "a trustee's key does not follow from the coefficients of all");
  if ("signature" in value) {
    const signed = await isSigned(String(key), certificate.verification, value.signature);
    ensure(signed, "C8", "the signature of a trustee's key is wrong");
  } else {
    ensure(profile !== "full", "C8", "a trustee's key is not signed");
  }
  return key;
};

const readGroup = async (value, profile) => {
  const signed = isObject(value) && "signatures" in value;
  const names = ["threshold", "certs", "coefexps", ...(signed ? ["signatures"] : []), "verification_keys"];
  fields(value, ...names);
  ensure(signed || !asks(profile, "context"), "C7", "the trustees did not sign the certificates of all");
  const certificates = await readCertificates(items(value.certs), value.threshold, profile);
  const dealt = await readDealt(certificates, value.threshold, value.coefexps, signed ? value.signatures : null);
  const written = value.verification_keys;
  const right = Array.isArray(written) && written.length === certificates.length;
  ensure(right, "C5", "a list of the threshold group has a wrong length");
  const keys = [];
  for (const [place, one] of certificates.entries()) {
    keys.push(await checkVerificationKey(written[place], verificationKey(place + 1, dealt), one, profile));
  }
  return { threshold: value.threshold, keys, part: product(dealt.map((own) => own[0])), certificates };
};

const readSingle = async (value) => {
  const key = await readKey(value, "C4");
  ensure(!("signature" in value), "C4", "a mandatory key holds a signature of a threshold key");
  return key;
};

// The trustees of a published text, all checked: the keys by owner number (from 1), who must decrypt, and the group
// (its first owner number, threshold and size; null when the server is alone).
export const readTrustees = async (text, profile = "full") => {
  const keys = new Map();
  const [singles, groups, parts] = [[], [], []];
  for (const [kind, value] of items(canonical(text, "C1")).map((entry) => items(entry, 2))) {
    if (kind === "Single") {
      singles.push(keys.size + 1);
      parts.push(await readSingle(value));
      keys.set(keys.size + 1, parts.at(-1));
    } else if (kind === "Pedersen") {
      const group = await readGroup(value, profile);
      groups.push({ first: keys.size + 1, threshold: group.threshold, size: group.keys.length, certificates: group.certificates });
      parts.push(group.part);
      group.keys.forEach((key) => keys.set(keys.size + 1, key));
    } else {
      throw new RefusedError("C9", "a trustee is of an unknown kind");
    }
  }
  const right = singles.length === 1 && groups.length <= 1;
  ensure(right, "C9", "the trustees are not one mandatory key and at most one group");
  ensure(new Set(keys.values()).size === keys.size, "C9", "two trustees have the same key");
  return { keys, singles, group: groups[0] ?? null, publicKey: product(parts) };
};

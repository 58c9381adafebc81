// The making of a key that k of n trustees hold together and nobody holds alone: the three steps of a trustee, who keeps
// nothing but a seed on paper. Between them the server only passes letters on, and checks.

import { canonical, compact, fields, items, string } from "./canonical.js";
import { receive, send } from "./channel.js";
import { gPower, mod, NAME, Q, randomScalar } from "./group.js";
import { shaB64, shaInt } from "./hashing.js";
import { ensure } from "./refused.js";
import {
  certificatesText, checkVerificationKey, evaluate, readCertificates, readDealt, signMessage, verificationKey, writeKey,
} from "./trustees.js";

// The two secrets of a seed (22 letters without dashes).
export const secretsOf = async (seed) => ({
  signing: (await shaInt(`sk|${seed}`)) % Q,
  decryption: (await shaInt(`dk|${seed}`)) % Q,
});

// Step 1: the certificate of a trustee for a place (index from 1).
export const certify = async (seed, { threshold, size, index }, { draw = randomScalar } = {}) => {
  const { signing, decryption } = await secretsOf(seed);
  const message = {
    context: { group: NAME, size, threshold, index },
    verification: String(gPower(signing)),
    encryption: String(gPower(decryption)),
  };
  return signMessage(compact(message), signing, draw("cert_w"));
};

// The ten characters that the trustees compare by voice: they show a server that plays the others.
export const spokenFingerprint = async (certificates) => (await shaB64(compact(certificates))).slice(0, 10);

const ownIndex = (own, certificates) => {
  const [verification, encryption] = [gPower(own.signing), gPower(own.decryption)];
  const place = certificates.findIndex((one) => one.verification === verification && one.encryption === encryption);
  ensure(place >= 0, "S4", "the own certificate is not among those of the ceremony");
  return place + 1;
};

const share = (polynomial, index) =>
  polynomial.reduceRight((result, coefficient) => mod(result * BigInt(index) + coefficient, Q), 0n);

// Step 3: check all certificates; return the trustee's polynomial and shares, sealed, and its signatures.
export const deal = async (seed, values, threshold, { draw = randomScalar, seal = send } = {}) => {
  const own = await secretsOf(seed);
  const certificates = await readCertificates(values, threshold);
  ownIndex(own, certificates);
  const polynomial = Array.from({ length: threshold }, (_, degree) => draw(`polynomial.${degree}`));
  const coefexps = polynomial.map(gPower);
  const published = await signMessage(compact({ coefexps: coefexps.map(String) }), own.signing, draw("coefexps_w"));
  const seen = await signMessage(certificatesText(certificates, coefexps), own.signing, draw("certs_sig_w"));
  const secrets = [];
  for (const [place, one] of certificates.entries()) {
    secrets.push(await seal(own.signing, one.encryption, compact({ secret: String(share(polynomial, place + 1)) })));
  }
  return {
    polynomial: await seal(own.signing, gPower(own.decryption), compact({ polynomial: polynomial.map(String) })),
    secrets,
    coefexps: published,
    signature: seen.signature,
  };
};

// A scalar that older programs of a trustee may not have reduced.
const looseScalar = (written) => {
  const right = /^(?:0|[1-9][0-9]{0,999})$/.test(string(written));
  ensure(right, "J1", "a share is not a number");
  return BigInt(written) % Q;
};

const openShare = async (own, sender, letter, coefexps, [from, to]) => {
  const [written] = fields(canonical(await receive(own.decryption, sender.verification, letter), "J3"), "secret");
  const value = looseScalar(written);
  const same = gPower(value) === evaluate(coefexps, to);
  ensure(same, "S5", `the share of trustee ${from} is not the one that it published`);
  return value;
};

// Step 5: open and check the shares of all; return the own decryption key, sealed to oneself, and its public key.
export const accept = async (seed, values, threshold, handed, { draw = randomScalar, seal = send } = {}) => {
  const own = await secretsOf(seed);
  const [, secrets, coefexps, signatures] = fields(handed, "polynomial", "secrets", "coefexps", "signatures");
  const certificates = await readCertificates(values, threshold);
  const dealt = await readDealt(certificates, threshold, items(coefexps), items(signatures));
  const index = ownIndex(own, certificates);
  items(secrets, certificates.length);
  let key = 0n;
  for (const [place, sender] of certificates.entries()) {
    key += await openShare(own, sender, string(secrets[place]), dealt[place], [place + 1, index]);
  }
  key %= Q;
  const { signature } = await signMessage(String(gPower(key)), own.signing, draw("vk_signature_w"));
  const publicKey = { ...(await writeKey(key, draw("vk_pok_w"))), signature };
  await checkVerificationKey(publicKey, verificationKey(index, dealt), certificates[index - 1]);
  return {
    private_key: await seal(own.signing, gPower(own.decryption), compact({ decryption_key: String(key) })),
    public_key: publicKey,
  };
};

// The decryption key of a trustee, from the seed and the sealed text of step 5.
export const decryptionKey = async (seed, sealed) => {
  const own = await secretsOf(seed);
  const opened = await receive(own.decryption, gPower(own.signing), sealed);
  const [written] = fields(canonical(opened, "J3"), "decryption_key");
  return looseScalar(written);
};

// SHA-256 by WebCrypto, in the three forms of the format.

import { Q } from "./group.js";

const encoder = new TextEncoder();

const digest = async (text) => new Uint8Array(await crypto.subtle.digest("SHA-256", encoder.encode(text)));

export const toHex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

export const shaBytes = digest;

// The 64 characters that name a text in events and records.
export const shaHex = async (text) => toHex(await digest(text));

// The 43 characters of a fingerprint or a tracker: Base64 without its last "=".
export const shaB64 = async (text) => btoa(String.fromCharCode(...(await digest(text)))).replace(/=+$/, "");

// The digest as an integer, not reduced.
export const shaInt = async (text) => BigInt(`0x${await shaHex(text)}`);

// The scalar that answers commitments; the prefix ends with "|".
export const challenge = async (prefix, elements) => (await shaInt(prefix + elements.join(","))) % Q;

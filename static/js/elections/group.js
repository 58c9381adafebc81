// The group BELENIOS-2048: arithmetic on BigInt, the text of its numbers, and fresh secrets.
// Elements are integers in 1..P-1, multiplied modulo P; scalars are integers in 0..Q-1.

import { ensure } from "./refused.js";

export const NAME = "BELENIOS-2048";
export const P = BigInt(
  "2069478569142254640101364365750500806492298929575110409710088478705737421924271740192223725449768433"
  + "8129066633138078958404960054389636289796393038773905722803605973749427671376777618898589872735865049"
  + "0811670993105358677809800307904916540637771737641986785272734744763418356000356983051931442845617019"
  + "1100078673730733356412397173289791324047457883446826065232797464795113767265869358218004631792207366"
  + "8860052627186363386088796882120769432366149491002923444346373222145884100586421050242120365433561201"
  + "3204811188524087310770141516662001623131771693721892480785077118278423174980732765988288251691831031"
  + "25680162072880719",
);
export const Q = BigInt("78571733251071885079927659812671450121821421258408794611510081919805623223441");
export const G = BigInt(
  "2402352677501852209227687703532399932712287657378364916510075318787663274146353219320285676155269678"
  + "7996946682987493890950838965734256019006010684771644917354741372831046104586813145117816467554005274"
  + "0288984613986453266121505579709716201616827031288643245666383486363578210615491841998253431518974065"
  + "8186868651151358576410138882215396016043228843603930989333662772848406593138406010231675095763777982"
  + "6651036068224066350766977640253462537730851331734951942489677540525736590494924776314759915751987751"
  + "7771148149092045660020547812705472823814097251863985833411570056835369555342378147558249189605029668"
  + "0037745308460627",
);

const DECIMAL = /^(?:0|[1-9][0-9]*)$/;
const [ELEMENT_DIGITS, SCALAR_DIGITS] = [617, 77];
const ROUNDS = 128; // a set with a stranger passes allMembers with a probability of 2^-ROUNDS
const BLOCK = 6;
const TABLES = 8;

// The remainder in 0..modulus-1, also of a negative number.
export const mod = (x, modulus) => ((x % modulus) + modulus) % modulus;

const digitsOf = (exponent) => Array.from(exponent.toString(16), (digit) => parseInt(digit, 16));

// An element to the power of an integer that is not negative, four bits at a time.
export const power = (base, exponent) => {
  const row = [1n];
  for (let digit = 1; digit < 16; digit += 1) row.push((row[digit - 1] * base) % P);
  let result = 1n;
  for (const digit of digitsOf(exponent)) {
    for (let bit = 0; bit < 4; bit += 1) result = (result * result) % P;
    result = (result * row[digit]) % P;
  }
  return result;
};

// The inverse of a member: its order divides Q.
export const inverse = (member) => power(member, Q - 1n);

export const product = (elements) => elements.reduce((result, element) => (result * element) % P, 1n);

// The powers of one element, made ready with 1,024 products: each further power costs 64 products, not about 330.
export class FixedBase {
  constructor(base) {
    this.rows = [];
    let start = base;
    for (let place = 0; place < 64; place += 1) {
      const row = [1n];
      for (let digit = 1; digit <= 16; digit += 1) row.push((row[digit - 1] * start) % P);
      start = row.pop();
      this.rows.push(row);
    }
  }

  power(exponent) {
    const digits = digitsOf(mod(exponent, Q)).reverse();
    return digits.reduce((result, digit, place) => (result * this.rows[place][digit]) % P, 1n);
  }
}

const tables = new Map();

// The table of an element, kept for the next time: meant for G and for public keys.
export const fixed = (base) => {
  if (!tables.has(base)) {
    if (tables.size >= TABLES) tables.delete([...tables.keys()].find((kept) => kept !== G));
    tables.set(base, new FixedBase(base));
  }
  return tables.get(base);
};

export const gPower = (exponent) => fixed(G).power(exponent);

export const isMember = (element) => element > 0n && element < P && power(element, Q) === 1n;

// Whether all are members, for many at once; wrong with a probability of 2^-128 at most. Each round raises the product
// of a fresh random half of them to the power of Q: a stranger gets through a round half of the time at most.
export const allMembers = (elements) => {
  if (elements.length < 2 * ROUNDS) return elements.every(isMember);
  if (!elements.every((element) => element > 0n && element < P)) return false;
  let products = Array(ROUNDS).fill(1n);
  for (let start = 0; start < elements.length; start += BLOCK) {
    const subsets = [1n];
    for (const element of elements.slice(start, start + BLOCK)) {
      subsets.push(...subsets.map((subset) => (subset * element) % P));
    }
    const chosen = crypto.getRandomValues(new Uint8Array(ROUNDS));
    products = products.map((one, round) => (one * subsets[chosen[round] & (subsets.length - 1)]) % P);
  }
  return products.every((one) => power(one, Q) === 1n);
};

const fromBytes = (bytes) => bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);

// A fresh secret scalar, uniform in 0..Q-1: drawn again when too large, for a remainder would be biased.
export const randomScalar = () => {
  for (;;) {
    const scalar = fromBytes(crypto.getRandomValues(new Uint8Array(32)));
    if (scalar < Q) return scalar;
  }
};

const readDecimal = (value, digits) => {
  const right = typeof value === "string" && value.length <= digits && DECIMAL.test(value);
  ensure(right, "J1", "a number is not written as plain decimal digits");
  return BigInt(value);
};

// The integer in 1..P-1 that a JSON value holds as a string; membership is not asked here.
export const readElement = (value) => {
  const element = readDecimal(value, ELEMENT_DIGITS);
  ensure(element > 0n && element < P, "J2", "a number is not an element of the group");
  return element;
};

// The element that a JSON value holds, which must be a member other than 1.
export const readMember = (value, check, what) => {
  const element = readElement(value);
  ensure(element !== 1n && isMember(element), check, `${what} is not an element of the group`);
  return element;
};

export const readScalar = (value) => {
  const scalar = readDecimal(value, SCALAR_DIGITS);
  ensure(scalar < Q, "J1", "a scalar is too large");
  return scalar;
};

// Compact JSON: written in one way only, read without mercy.

import { ensure, RefusedError } from "./refused.js";

const SMALL = 2 ** 30 - 1; // greater numbers are written as strings
const LARGEST = 9_999_999_999; // a count has ten digits at most

export const compact = (value) => JSON.stringify(value);

// A weight or a count as it is written.
export const small = (value) => (value <= SMALL ? value : String(value));

const checkNumbers = (value) => {
  if (typeof value === "number") {
    ensure(Number.isInteger(value) && value >= 0 && value <= LARGEST, "J1", "a number is not a plain count");
  } else if (value && typeof value === "object") {
    Object.values(value).forEach(checkNumbers);
  }
};

// The value of a text that is written in the one way. A key twice, another order of blanks or digits, half a character:
// all that JSON.parse forgives is lost when the value is written again, and so the texts differ.
export const canonical = (text, check) => {
  let value;
  let again;
  try {
    value = JSON.parse(text);
    again = compact(value);
    checkNumbers(value);
  } catch (error) {
    if (error instanceof RefusedError) throw error;
    throw new RefusedError("J3", "a text is not well-formed JSON");
  }
  ensure(again === text, check, "a text is not written in the canonical way");
  return value;
};

export const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

// The values of an object that has exactly these keys in this order.
export const fields = (value, ...keys) => {
  const right = isObject(value) && compact(Object.keys(value)) === compact(keys);
  ensure(right, "J3", `an object does not have the keys ${keys.join(", ")}`);
  return Object.values(value);
};

// A list, of that length when one is given.
export const items = (value, length) => {
  const right = Array.isArray(value) && (length === undefined || value.length === length);
  ensure(right, "J3", "a list is missing or has a wrong length");
  return value;
};

export const string = (value) => {
  ensure(typeof value === "string", "J3", "a text stands where another thing should, or the reverse");
  return value;
};

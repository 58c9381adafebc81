// What the engine says when it refuses something: the id of the check (A1 to J3, S1 to S5) and why, in English.
// Pages have their own words for each id.

export class RefusedError extends Error {
  constructor(check, reason) {
    super(`${check}: ${reason}`);
    this.name = "RefusedError";
    this.check = check;
    this.reason = reason;
  }
}

export const ensure = (condition, check, reason) => {
  if (!condition) throw new RefusedError(check, reason);
};

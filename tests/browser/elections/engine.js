// Hands the modules to the tests, and reads what the tests write: a draw is the list of the values it gives.
import * as archive from "/static/js/elections/archive.js";
import * as ballots from "/static/js/elections/ballots.js";
import * as canonical from "/static/js/elections/canonical.js";
import * as ceremony from "/static/js/elections/ceremony.js";
import * as channel from "/static/js/elections/channel.js";
import * as credentials from "/static/js/elections/credentials.js";
import * as decryption from "/static/js/elections/decryption.js";
import * as election from "/static/js/elections/election.js";
import { Engine } from "/static/js/elections/engine.js";
import * as group from "/static/js/elections/group.js";
import * as hashing from "/static/js/elections/hashing.js";
import * as tally from "/static/js/elections/tally.js";
import * as trustees from "/static/js/elections/trustees.js";
import * as verification from "/static/js/elections/verification.js";

const listed = (values) => (name) => BigInt(values[name]);
const bytes = async (address) => new Uint8Array(await (await fetch(address)).arrayBuffer());

// The id of the check that refuses, or what the work gave.
const attempt = async (work) => {
  try {
    return await work();
  } catch (error) {
    if (!("check" in error)) throw error;
    return `refused ${error.check}`;
  }
};

Object.assign(window, {
  ...archive, ...ballots, ...canonical, ...ceremony, ...channel, ...credentials, ...decryption, ...election, ...group,
  ...hashing, ...tally, ...trustees, ...verification, Engine, listed, bytes, attempt,
});
document.documentElement.dataset.ready = "yes";

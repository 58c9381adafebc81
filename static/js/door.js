// A door of an event on a phone: scans by camera where the browser can read a code, searches the list that it
// holds, and goes on without a network, also when the page is opened again (door_worker.js). What is seen is kept in
// the browser, one entry for each scan, until the site has answered it; the site knows a scan that it is told twice.
// Without this script the same forms work.

const page = document.querySelector("[data-door]");
const part = (name) => page.querySelector(`[data-${name}]`);
const text = (name, words = {}) =>
  Object.entries(words).reduce((said, [key, value]) => said.replace(`{${key}}`, value), page.dataset[`text${name}`]);

const PREFIX = `door:${page.dataset.door}:`;
const DOOR_NAME = `door-name:${page.dataset.door}`;
const THERE = `door-there:${page.dataset.door}`;
const LOOK_AGAIN = 10000; // ms between two looks at what the other doors have seen
const SAME_BADGE = 4000; // ms during which the camera reads one badge once
const SHOWN_MAX = 20;

const people = new Map(); // key → { key, code, name, house, folded }
const byCode = new Map();
const there = new Map(); // key → [hour, door], kept in the browser for a page that opens without a network
let seenUntil = "";
let latest = null; // the entry that was seen last
let isSending = false;

// What is typed or scanned, and how it is compared.
const folded = (words) => words.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("œ", "oe").replaceAll("æ", "ae");
const asCode = (typed) => typed.replace(/[\s-]/g, "").toUpperCase().replaceAll("O", "0").replace(/[IL]/g, "1");
const hourOf = (date) => date.toTimeString().slice(0, 5);
const doorName = () => part("door-name").value.trim();

// The entries that the site has not answered yet, the oldest first.
const waiting = () =>
  Object.keys(localStorage)
    .filter((key) => key.startsWith(PREFIX))
    .map((key) => JSON.parse(localStorage.getItem(key)))
    .sort((one, other) => one.at.localeCompare(other.at));
const keep = (entry) => localStorage.setItem(PREFIX + entry.scan, JSON.stringify(entry));
const forget = (entry) => localStorage.removeItem(PREFIX + entry.scan);
const keepThere = () => localStorage.setItem(THERE, JSON.stringify([...there]));

function tell(state, said) {
  const result = part("result");
  result.hidden = false;
  result.dataset.state = state;
  result.textContent = said;
  result.dataset.scan = "";
}

function note(scan, state, said) {
  let line = part("log").querySelector(`[data-scan="${scan}"]`);
  if (!line) {
    line = document.createElement("li");
    line.dataset.scan = scan;
    part("log").prepend(line);
    part("log-box").hidden = false;
    while (part("log").children.length > SHOWN_MAX) part("log").lastElementChild.remove();
  }
  const tone = { waiting: "info", sent: "success", again: "warning", refused: "danger" }[state];
  const badge = Object.assign(document.createElement("span"), { className: `badge badge-${tone}` });
  badge.textContent = text({ waiting: "Waiting", sent: "Sent", again: "Again", refused: "Refused" }[state]);
  line.replaceChildren(`${said} `, badge);
}

function showPending() {
  const count = waiting().length;
  part("pending").textContent = count;
  part("pending-box").hidden = count === 0;
}

function showCount({ arrived, expected, is_over: isOver }) {
  part("arrived").textContent = arrived;
  part("expected").textContent = expected;
  part("over").hidden = !isOver;
}

function showNetwork(name) {
  const told = name ? text(name) : "";
  if (part("network").textContent !== told) part("network").textContent = told; // said once by a screen reader
  part("network").hidden = !name;
}

// Somebody is seen: said at once from what this phone knows, kept, then sent.
function see(fields, person, label) {
  const now = new Date();
  const entry = { ...fields, scan: crypto.randomUUID(), at: now.toISOString(), door: doorName(), label };
  latest = entry;
  keep(entry);
  if (person) {
    const known = there.get(person.key);
    const words = { name: `${person.name} (${person.house})`, hour: known?.[0], door: known?.[1] || "–" };
    tell(known ? "repeat" : "arrived", text(known ? "Repeat" : "Welcome", words));
    if (!known) there.set(person.key, [hourOf(now), doorName()]);
    keepThere();
  } else {
    tell("", text("Checking"));
  }
  part("result").dataset.scan = entry.scan;
  note(entry.scan, "waiting", label);
  navigator.vibrate?.(80);
  showPending();
  send();
}

const seeCode = (typed, scanned) => {
  const person = byCode.get(asCode(typed));
  see({ act: "badge", code: typed, scanned }, person, person ? person.name : typed);
};

async function send() {
  if (isSending) return;
  isSending = true;
  for (let entry = waiting()[0]; entry; entry = waiting()[0]) {
    const answer = await answerTo(entry);
    if (!answer) {
      explainTheWait();
      break;
    }
    forget(entry);
    settle(entry, answer);
    showPending();
  }
  isSending = false;
}

// The site's answer; nothing while there is no network, or nobody who may stand here.
async function answerTo({ label, ...entry }) {
  const body = new URLSearchParams(Object.entries(entry).filter(([, value]) => value !== false && value !== ""));
  const headers = { Accept: "application/json", "X-CSRFToken": token().value };
  try {
    const answer = await fetch(window.location.pathname, {
      method: "POST", headers, body, redirect: "manual", signal: AbortSignal.timeout(LOOK_AGAIN),
    });
    if (answer.ok) {
      showNetwork("");
      return await answer.json();
    }
    showNetwork(isSignedOut(answer) ? "SignedOut" : "Offline");
  } catch {
    showNetwork("Offline");
  }
  return null;
}

const token = () => page.querySelector("[name=csrfmiddlewaretoken]");

const isSignedOut = (answer) => answer.type === "opaqueredirect" || [403, 404].includes(answer.status);

function explainTheWait() {
  if (!latest || part("result").dataset.scan !== latest.scan || part("result").dataset.state) return;
  const isCode = latest.act === "badge";
  tell(isCode ? "repeat" : "arrived", isCode ? text("Unknown") : text("Kept", { name: latest.label }));
  part("result").dataset.scan = latest.scan;
}

function settle(entry, answer) {
  const states = { arrived: "sent", repeat: "again", refused: "refused" };
  note(entry.scan, states[answer.state], answer.state === "refused" ? `${entry.label}: ${answer.told}` : answer.told);
  if (part("result").dataset.scan === entry.scan) {
    tell(answer.state, answer.told);
    part("result").dataset.scan = entry.scan;
  }
  if (answer.who && !there.has(answer.who)) there.set(answer.who, [hourOf(new Date(entry.at)), entry.door]);
  keepThere();
  if (answer.state !== "arrived") navigator.vibrate?.([100, 60, 100]);
  showCount(answer);
}

// What the other doors have seen; the first answer brings the list as well.
async function look() {
  const query = seenUntil ? `?${new URLSearchParams({ depuis: seenUntil })}` : "";
  try {
    const answer = await fetch(page.dataset.roll + query, { redirect: "manual", signal: AbortSignal.timeout(LOOK_AGAIN) });
    if (answer.ok) {
      const isKept = answer.headers.has("X-Kept");
      learn(await answer.json(), isKept);
      showNetwork(isKept ? "Offline" : "");
      if (!isKept) send();
    } else {
      showNetwork(isSignedOut(answer) ? "SignedOut" : "Offline");
    }
  } catch {
    showNetwork("Offline");
  }
}

function learn(told, isKept) {
  if (told.people.length && !isKept) there.clear(); // the site knows better than what this browser kept
  for (const [key, code, name, house] of told.people) {
    const person = { key, code, name, house, folded: folded(`${name} ${house}`) };
    people.set(key, person);
    byCode.set(code, person);
  }
  for (const key of told.gone) there.delete(key); // a mistake that was undone
  for (const [key, hour, door] of told.there) there.set(key, [hour, door]);
  for (const entry of waiting()) seeAgain(entry);
  keepThere();
  seenUntil = told.now;
  // Whoever signed in again has another token: what waits is sent with that one.
  if (!isKept) page.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((field) => (field.value = told.token));
  showCount(told);
  if (part("search").value && told.people.length) search();
}

// Somebody whom this phone has let in, and of whom the site has not heard yet.
function seeAgain(entry) {
  const key = entry.act === "badge" ? byCode.get(asCode(entry.code))?.key : entry.who;
  if (key && !there.has(key)) there.set(key, [hourOf(new Date(entry.at)), entry.door]);
}

async function lookForEver() {
  await look();
  setTimeout(lookForEver, LOOK_AGAIN);
}

// The list, searched here: also without a network.
function search() {
  if (!people.size) return; // the list is not here yet
  const words = folded(part("search").value).split(/\s+/).filter(Boolean);
  const found = words.length ? [...people.values()].filter((each) => words.every((word) => each.folded.includes(word))) : [];
  part("found").replaceChildren(...found.slice(0, SHOWN_MAX).map(row));
  if (words.length && !found.length) part("found").append(Object.assign(document.createElement("li"), { className: "muted", textContent: text("Nobody") }));
}

function row(person) {
  const line = Object.assign(document.createElement("li"), { className: "row-split" });
  const who = document.createElement("span");
  const name = Object.assign(document.createElement("b"), { textContent: person.name, dir: "auto" });
  who.append(name, Object.assign(document.createElement("span"), { className: "person-role", textContent: person.house, dir: "auto" }));
  line.append(who, there.has(person.key) ? presence(person) : button(person));
  return line;
}

const presence = (person) =>
  Object.assign(document.createElement("span"), { className: "badge badge-success", textContent: text("There", { hour: there.get(person.key)[0] }) });

function button(person) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "button button-primary", textContent: text("LetIn") });
  made.setAttribute("aria-label", `${text("LetIn")} – ${person.name}`);
  made.addEventListener("click", () => {
    see({ act: "personne", who: person.key }, person, person.name);
    part("search").value = "";
    search();
    part("search").focus();
  });
  return made;
}

// The forms of the page, answered here.
part("code-form").addEventListener("submit", (event) => {
  const typed = event.target.elements.code;
  event.preventDefault();
  if (typed.value.trim()) seeCode(typed.value.trim(), false);
  typed.value = "";
  typed.focus();
});

part("walk-in-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const { act, given_name: given, family_name: family, party, organisation } = event.target.elements;
  if (!family.value.trim()) return family.focus();
  const fields = { act: act.value, given_name: given.value, family_name: family.value, party: party.value, organisation: organisation.value };
  see(fields, null, `${given.value} ${family.value}`.trim());
  return event.target.reset();
});

part("search-form").addEventListener("submit", (event) => {
  if (!people.size) return; // the site searches while the list is not here yet
  event.preventDefault();
  search();
});
part("search").addEventListener("input", search);

// A mistake is undone with the site; without a network the page stays.
page.querySelectorAll("[data-undo]").forEach((form) =>
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual", signal: AbortSignal.timeout(LOOK_AGAIN) });
      window.location.reload();
    } catch {
      tell("refused", text("UndoLater"));
    }
  }),
);

part("door-form").addEventListener("submit", (event) => {
  event.preventDefault();
  localStorage.setItem(DOOR_NAME, doorName());
});
part("door-name").value ||= localStorage.getItem(DOOR_NAME) || "";
if (doorName()) localStorage.setItem(DOOR_NAME, doorName());
part("door-name").addEventListener("change", () => localStorage.setItem(DOOR_NAME, doorName()));

// The camera, where the browser itself reads codes.
const video = page.querySelector("video");

async function startCamera() {
  try {
    video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  } catch {
    tell("refused", text("NoCamera"));
    return;
  }
  showCamera(true);
  await video.play();
  read(new BarcodeDetector({ formats: ["qr_code"] }), "", 0);
}

function stopCamera() {
  video.srcObject?.getTracks().forEach((track) => track.stop());
  video.srcObject = null;
  showCamera(false);
}

function showCamera(isOn) {
  video.hidden = !isOn;
  part("camera-start").hidden = isOn;
  part("camera-stop").hidden = !isOn;
}

async function read(detector, last, lastAt) {
  if (!video.srcObject) return;
  const found = await detector.detect(video).catch(() => []);
  const code = found[0]?.rawValue;
  const isNew = code && (code !== last || Date.now() - lastAt > SAME_BADGE);
  if (isNew) seeCode(code, true);
  setTimeout(() => read(detector, code || last, code ? Date.now() : lastAt), 200);
}

if ("BarcodeDetector" in window && navigator.mediaDevices) {
  part("camera").hidden = false;
  part("camera-start").addEventListener("click", startCamera);
  part("camera-stop").addEventListener("click", stopCamera);
}

window.addEventListener("online", look);
window.addEventListener("beforeunload", (event) => {
  if (waiting().length) event.preventDefault();
});
// The page, what it is made of and the list are kept by the worker: they open again without a network.
async function keepThisPage() {
  const isAtWork = Boolean(navigator.serviceWorker.controller);
  await navigator.serviceWorker.register(page.dataset.worker);
  if (!isAtWork) {
    await navigator.serviceWorker.ready;
    await new Promise((done) => {
      navigator.serviceWorker.addEventListener("controllerchange", done, { once: true });
      if (navigator.serviceWorker.controller) done();
    });
    // What came before the worker was there is asked for once more.
    const parts = performance.getEntriesByType("resource").map(({ name }) => name).filter((name) => name.includes("/static/"));
    await Promise.all([window.location.pathname, page.dataset.roll, ...new Set(parts)].map((address) => fetch(address)));
  }
  page.dataset.kept = "1";
}

if (navigator.serviceWorker) keepThisPage().catch(() => {}); // it goes on without, as long as it stays open
for (const [key, seen] of JSON.parse(localStorage.getItem(THERE) || "[]")) there.set(key, seen);
showPending();
lookForEver();

// What is being written survives a lost connection: a form with `data-lp-draft="KEY"` keeps its
// text and its chosen files (kept.js) in this browser until it has been accepted. Passwords and
// tokens are never kept, and signing out or another account on the same machine forgets everything.

import { within } from "./filters.js";
import { forgetFiles, keptFiles, keyOf, owner } from "./kept.js";
import { sendKept } from "./uploads.js";

const PREFIX = "lp-draft:";
const WAIT = 400; // milliseconds of stillness before saving
const KEEP = 14 * 24 * 3600 * 1000;

export function drafts(part) {
  forget();
  forgetAccepted();
  for (const form of within(part, "form[data-lp-draft]")) watch(form, PREFIX + keyOf(form));
}

// What a server keeps need not be kept here.
export function forgetDraft(form) {
  localStorage.removeItem(PREFIX + keyOf(form));
  say(form, " ");
}

// The page that says the connection is lost is nobody's: it forgets nothing.
function forget() {
  if (document.querySelector("[data-lp-offline]")) return;
  const mine = PREFIX + owner();
  forgetFiles((key, isOld) => isOld || !key.startsWith(owner()));
  for (const key of Object.keys(localStorage)) {
    if (!key.startsWith(PREFIX)) continue;
    const old = Date.now() - (JSON.parse(localStorage.getItem(key)).at ?? 0) > KEEP;
    if (old || !key.startsWith(mine)) localStorage.removeItem(key);
  }
}

function watch(form, key) {
  const kept = JSON.parse(localStorage.getItem(key) ?? "null");
  const isSame = !kept || same(form, kept);
  // A form that came back already holds the text that was sent, but never its files.
  const isBack = form.querySelector("[aria-invalid=true]") || (isSame && sentKey() === key);
  keptFiles(keyOf(form)).then((files) => {
    if (isBack) sendKept(form, files);
    else if (!isSame || files.length) offer(form, key, kept, files);
  });
  let timer;
  const keep = () => {
    clearTimeout(timer);
    timer = undefined;
    save(form, key);
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, WAIT);
  });
  addEventListener("pagehide", () => timer && keep()); // closed within that stillness
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    timer = undefined;
    save(form, key);
    // Kept until the answer has come, see `isAccepted`.
    sessionStorage.setItem("lp-sent", JSON.stringify([key, location.href.split("#")[0]]));
  });
  if (sentKey() === key) sessionStorage.removeItem("lp-sent");
}

function forgetAccepted() {
  if (!isAccepted()) return;
  const key = sentKey();
  localStorage.removeItem(key);
  forgetFiles((form) => PREFIX + form === key);
  sessionStorage.removeItem("lp-sent");
}

function sentKey() {
  return JSON.parse(sessionStorage.getItem("lp-sent") ?? "[]")[0];
}

// What was accepted leads on to another page. A refusal, a failure of the server or a lost
// connection shows a page at once, and the next click does not come from the form.
function isAccepted() {
  const [key, from] = JSON.parse(sessionStorage.getItem("lp-sent") ?? "[]");
  const [came] = performance.getEntriesByType("navigation");
  return Boolean(key?.startsWith(PREFIX + owner())) && came?.redirectCount > 0 && document.referrer === from;
}

function fields(form) {
  return [...form.elements].filter(
    (field) => field.name && field.name !== "csrfmiddlewaretoken" && !field.closest("[data-lp-draft-not]") &&
      /^(text|search|url|tel|number|date|datetime-local|time|month|textarea|select-one|select-multiple|checkbox|radio)$/.test(field.type),
  );
}

function save(form, key) {
  const values = fields(form).map((field) => [field.name, field.value, chosen(field)]);
  localStorage.setItem(key, JSON.stringify({ at: Date.now(), values }));
  say(form, form.dataset.lpDraftSaved);
}

function chosen(field) {
  if (field.type === "select-multiple") return [...field.selectedOptions].map((option) => option.value);
  return field.checked ?? null;
}

// Nothing is put into a form silently: the person decides whether to take the draft back.
function offer(form, key, kept, files) {
  const box = form.querySelector("[data-lp-draft-offer]");
  if (!box) return;
  const told = box.querySelector("[data-lp-draft-files]");
  if (files.length) told.textContent = told.dataset.words.replace("#", files.length);
  box.hidden = false;
  box.querySelector("[data-lp-draft-take]").addEventListener("click", () => {
    take(form, kept?.values ?? []);
    sendKept(form, files);
    form.dispatchEvent(new Event("lp-taken"));
    form.dispatchEvent(new Event("input"));
    box.hidden = true;
  });
  box.querySelector("[data-lp-draft-drop]").addEventListener("click", () => {
    localStorage.removeItem(key);
    const dropped = new Set(files.map(({ id }) => id));
    forgetFiles((_form, _isOld, id) => dropped.has(id));
    box.hidden = true;
  });
}

function same(form, kept) {
  const now = fields(form).map((field) => [field.name, field.value, chosen(field)]);
  return JSON.stringify(now) === JSON.stringify(kept.values);
}

function take(form, values) {
  for (const [name, value, on] of values) {
    for (const field of fields(form).filter((one) => one.name === name)) {
      if (field.type === "checkbox" || field.type === "radio") {
        if (field.value === value) field.checked = on;
      } else if (field.type === "select-multiple") {
        for (const option of field.options) option.selected = on.includes(option.value);
      } else field.value = value;
    }
  }
}

function say(form, words) {
  const place = form.querySelector("[data-lp-draft-state]");
  if (place && words) place.textContent = words;
}

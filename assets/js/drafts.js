// What is being written survives a lost connection: a form with `data-lp-draft="KEY"` keeps its
// text in this browser until it has been accepted. Passwords, files and tokens are never kept, and
// signing out or another account on the same machine forgets everything.

import { within } from "./filters.js";

const PREFIX = "lp-draft:";
const WAIT = 400; // milliseconds of stillness before saving
const KEEP = 14 * 24 * 3600 * 1000;

export function drafts(part) {
  forget();
  for (const form of within(part, "form[data-lp-draft]")) watch(form, PREFIX + owner() + form.dataset.lpDraft);
}

// What a server keeps need not be kept here.
export function forgetDraft(form) {
  localStorage.removeItem(PREFIX + owner() + form.dataset.lpDraft);
  say(form, " ");
}

function owner() {
  return `${document.documentElement.dataset.lpActor ?? ""}:`;
}

function forget() {
  const mine = PREFIX + owner();
  for (const key of Object.keys(localStorage)) {
    if (!key.startsWith(PREFIX)) continue;
    const old = Date.now() - (JSON.parse(localStorage.getItem(key)).at ?? 0) > KEEP;
    if (old || !key.startsWith(mine)) localStorage.removeItem(key);
  }
}

function watch(form, key) {
  const kept = JSON.parse(localStorage.getItem(key) ?? "null");
  // A form that came back with errors already holds what was sent.
  if (kept && !form.querySelector("[aria-invalid=true]")) offer(form, key, kept);
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
    // Kept until the answer has come: the next page without this form means it was accepted.
    sessionStorage.setItem("lp-sent", key);
  });
  if (sessionStorage.getItem("lp-sent") === key) sessionStorage.removeItem("lp-sent");
}

addEventListener("pageshow", () => {
  const sent = sessionStorage.getItem("lp-sent");
  if (sent && !document.querySelector("form[data-lp-draft]")) {
    localStorage.removeItem(sent);
    sessionStorage.removeItem("lp-sent");
  }
});

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
function offer(form, key, kept) {
  const box = form.querySelector("[data-lp-draft-offer]");
  if (!box || same(form, kept)) return;
  box.hidden = false;
  box.querySelector("[data-lp-draft-take]").addEventListener("click", () => {
    take(form, kept.values);
    form.dispatchEvent(new Event("lp-taken"));
    form.dispatchEvent(new Event("input"));
    box.hidden = true;
  });
  box.querySelector("[data-lp-draft-drop]").addEventListener("click", () => {
    localStorage.removeItem(key);
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

// What is drawn is not lost: a copy in this browser after each change, another on the server, a
// question before the page is left, a file to take along. A file that is only looked at is given back byte for byte.

import { save } from "../diagrams/saving.js";

const WAIT = 600; // milliseconds of stillness before the copy
const SEND = 3000; // before it is kept on the server too
const AGAIN = 8000; // before that is tried again when the connection is lost
const PREFIX = "lp-draft:"; // as in drafts.js, which forgets old ones and those of other people

export function keeping(place, { written, open }) {
  const { lpKey, lpKept } = place.dataset;
  const key = lpKey && `${PREFIX}${document.documentElement.dataset.lpActor ?? ""}:designer:${lpKey}`;
  const form = place.querySelector("[data-lp-save-form]");
  const state = place.querySelector("[data-lp-keep-state]");
  let timer;
  let isEdited = false; // the drawing says something else than the file that was opened
  let isUnsaved = false;
  let source = null; // the bytes of the file that was opened

  const bytes = async () => (isEdited ? new TextEncoder().encode(await written()) : source);
  const keep = async () => {
    if (!key) return;
    localStorage.setItem(key, JSON.stringify({ at: Date.now(), xml: decoded(await bytes()) }));
    state.textContent = lpKept;
  };

  function changed() {
    isUnsaved = true;
    clearTimeout(timer);
    timer = setTimeout(keep, WAIT);
    sending.later();
  }
  const sending = server(place, form, {
    bytes,
    say: (words) => { state.textContent = words; },
    kept: () => { isUnsaved = false; },
  });

  place.addEventListener("lp-changed", () => {
    isEdited = true;
    changed();
  });
  addEventListener("beforeunload", (event) => { if (isUnsaved) event.preventDefault(); });

  form?.addEventListener("submit", async (event) => {
    if (form.elements.source.value) return;
    event.preventDefault();
    event.stopImmediatePropagation(); // it is not sent yet
    await new Promise(setTimeout); // a form that is being submitted cannot be submitted again
    const file = await bytes();
    clearTimeout(timer);
    await sending.stop();
    if (isUnsaved && key) await keep();
    form.elements.source.value = base64(file);
    isUnsaved = false;
    form.requestSubmit(event.submitter);
    form.elements.source.value = "";
  }, { capture: true });

  act(place, "export", async () => save(new Blob([await bytes()], { type: "application/xml" }), place.dataset.lpFile));
  const file = place.querySelector("[data-lp-import]");
  act(place, "import", () => file.click());
  file.addEventListener("change", async () => {
    const [chosen] = file.files;
    file.value = "";
    if (chosen && (await take(await chosen.arrayBuffer()))) changed();
  });

  async function take(content) {
    const failed = place.querySelector("[data-lp-open-failed]");
    try {
      await open(decoded(content));
      source = new Uint8Array(content);
      isEdited = false;
      failed.hidden = true;
      return true;
    } catch (error) {
      failed.querySelector("[data-lp-why]").textContent = error.message;
      failed.hidden = false;
      return false;
    }
  }

  // A copy that says the same as what is stored has been saved.
  function offer() {
    const kept = key && JSON.parse(localStorage.getItem(key) ?? "null");
    const box = place.querySelector("[data-lp-kept-offer]");
    if (!kept) return;
    if (kept.xml === decoded(source)) return localStorage.removeItem(key);
    box.hidden = false;
    box.querySelector("[data-lp-kept-take]").addEventListener("click", async () => {
      box.hidden = true;
      if (await take(new TextEncoder().encode(kept.xml))) changed();
    });
    box.querySelector("[data-lp-kept-drop]").addEventListener("click", () => {
      localStorage.removeItem(key);
      box.hidden = true;
    });
  }

  return { start: async () => (await take(await (await fetch(place.dataset.lpSource)).arrayBuffer())) && offer() };
}

// Every few seconds what is drawn goes to the server: one at a time, each on from the last revision.
// Drawn on elsewhere meanwhile (409), nothing is written over: this page stops and says so.
function server(place, form, { bytes, say, kept }) {
  const { lpKeep, lpLost, lpElsewhere } = place.dataset;
  let revision = place.dataset.lpRevision;
  let timer, underway, isStopped = !lpKeep || !form, changes = 0;

  const later = (wait = SEND) => {
    changes += 1;
    clearTimeout(timer);
    if (!isStopped) timer = setTimeout(send, wait);
  };
  const send = () => (underway ??= ask().finally(() => { underway = undefined; }));

  async function ask() {
    const sent = changes;
    const body = new FormData(form);
    try {
      body.set("source", base64(await bytes()));
      body.set("revision", revision);
      const answer = await fetch(lpKeep, { method: "POST", body, headers: { Accept: "application/json" } });
      if (answer.status === 409) {
        isStopped = true;
        return say(lpElsewhere);
      }
      if (!answer.ok || !answer.headers.get("Content-Type")?.includes("json")) throw new Error(answer.status);
      const told = await answer.json();
      revision = told.revision;
      say(told.said);
      if (changes === sent) kept();
      else later();
    } catch {
      say(lpLost);
      later(AGAIN);
    }
  }

  addEventListener("online", () => changes && !isStopped && send());
  return {
    later,
    async stop() {
      clearTimeout(timer);
      await underway;
      clearTimeout(timer);
    },
  };
}

export function act(place, name, done) {
  const button = place.querySelector(`[data-lp-act="${name}"]`);
  if (button) Object.assign(button, { hidden: false, onclick: done });
}

// XML says in its first line how its letters are written; without it they are UTF-8.
function decoded(content) {
  const head = new TextDecoder("latin1").decode(content.slice(0, 200));
  return new TextDecoder(/encoding=["']([\w-]+)/.exec(head)?.[1] ?? "utf-8").decode(content);
}

function base64(content) {
  let text = "";
  for (let at = 0; at < content.length; at += 32768) text += String.fromCharCode(...content.subarray(at, at + 32768));
  return btoa(text);
}

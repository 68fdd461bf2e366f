// What is drawn is not lost: a copy in this browser after each change, a question before the page is
// left, a file to take along. A file that is only looked at is given back byte for byte.

import { save } from "../diagrams/saving.js";

const WAIT = 600; // milliseconds of stillness before the copy
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
  }

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

// Chosen files are sent in parts at once, so that a lost connection or a closed browser costs one
// part and no more. The form then brings their keys in `NAME.uploads`. Without this script it brings
// the files themselves, and that is why nothing here is needed. Of a form that keeps a draft the
// files are kept with it, and are sent again when it is taken back: what has come is not sent twice.

import { within } from "./filters.js";
import { forgetFile, keepFile } from "./kept.js";

const TRIES = 8; // with growing pauses: about two minutes in all
const words = (input, key) => input.dataset[key];

export function uploads(part) {
  for (const input of within(part, "input[type=file][data-lp-uploads]")) watch(input);
}

// A form waits for files that are still on their way, then sends itself; one that keeps a draft
// waits for the connection too.
export function heldBack(root) {
  root.addEventListener("submit", (event) => {
    const form = event.target;
    if (waitsForConnection(event, form)) return;
    const open = [...form.querySelectorAll("[data-lp-upload]")].filter((row) => row.dataset.lpUpload !== "done");
    if (!open.length) return;
    event.preventDefault();
    form.dataset.lpWaiting = "yes";
    form.lpSubmitter = event.submitter;
    const failed = open.find((row) => row.dataset.lpUpload !== "going") ?? open[0];
    failed.querySelector("[role=status]").textContent += ` ${failed.dataset.waits}`;
    failed.querySelector("button")?.focus();
  });
}

function waitsForConnection(event, form) {
  const told = form.querySelector("[data-lp-draft-state][data-lp-cut]");
  if (navigator.onLine || event.defaultPrevented || !told || form.hasAttribute("hx-post")) return false;
  event.preventDefault();
  told.textContent = told.dataset.lpCut;
  if (!form.lpCut) addEventListener("online", () => ((form.lpCut = false), form.isConnected && form.requestSubmit(event.submitter)), { once: true });
  form.lpCut = true;
  return true;
}

// Files of a draft, as kept.js has them, go on from where they stood.
export function sendKept(form, files) {
  for (const { id, field, file } of files) {
    const input = [...form.querySelectorAll("input[type=file][data-lp-uploads]")].find((one) => one.name === field);
    if (input) new Sending(input, watch(input), file, Promise.resolve(id)).go();
  }
}

function watch(input) {
  if (input.lpList) return input.lpList;
  const list = document.createElement("ul");
  list.className = "lp-uploads";
  input.after(list);
  input.lpList = list;
  input.addEventListener("change", () => {
    const chosen = [...input.files];
    input.value = ""; // their parts are sent; the form brings keys only
    for (const file of chosen) new Sending(input, list, file, keepFile(input.form, input.name, file)).go();
  });
  droppable(input);
  return list;
}

// Files may be dropped anywhere on the form; the field they go to shows that it takes them.
function droppable(input) {
  const form = input.form;
  if (!form || form.lpTakes) return; // of several fields the first takes what is dropped beside all
  form.lpTakes = true;
  const holdsFiles = (event) => event.dataTransfer?.types.includes("Files");
  form.addEventListener("dragover", (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    input.classList.add("is-over");
  });
  form.addEventListener("dragleave", () => input.classList.remove("is-over"));
  form.addEventListener("drop", (event) => {
    input.classList.remove("is-over");
    if (!holdsFiles(event) || event.target === input) return;
    event.preventDefault();
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change"));
  });
}

// So many milliseconds, or less when the connection is back before.
function aWhile(wait) {
  return new Promise((go) => {
    const timer = setTimeout(go, wait);
    addEventListener("online", () => (clearTimeout(timer), go()), { once: true });
  });
}

class Sending {
  constructor(input, list, file, kept) {
    this.input = input;
    this.file = file;
    this.kept = kept; // will be its key in this browser, or nothing
    this.form = input.form;
    this.row = document.createElement("li");
    this.row.className = "lp-job lp-job__row";
    this.row.dataset.waits = words(input, "lpWaits");
    const name = document.createElement("span");
    name.textContent = file.name;
    this.acts = document.createElement("span");
    this.acts.className = "lp-acts";
    this.bar = document.createElement("progress");
    this.bar.max = file.size || 1;
    this.bar.value = 0;
    this.bar.setAttribute("aria-label", file.name);
    this.said = document.createElement("span");
    this.said.className = "lp-meta";
    this.said.setAttribute("role", "status");
    this.pauser = this.button(words(input, "lpPause"), () => (this.state === "going" ? this.pause() : this.go()));
    this.button(words(input, "lpCancel"), () => this.cancel());
    this.row.append(name, this.acts, this.bar, this.said);
    list.append(this.row);
    addEventListener("online", () => this.state === "broken" && this.row.isConnected && this.go());
  }

  button(label, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "btn btn-sm";
    made.textContent = label;
    made.setAttribute("aria-label", `${label} ${this.file.name}`);
    made.addEventListener("click", act);
    this.acts.append(made);
    return made;
  }

  set state(value) {
    this.row.dataset.lpUpload = value;
    const label = words(this.input, value === "going" ? "lpPause" : "lpResume");
    this.pauser.textContent = label;
    this.pauser.setAttribute("aria-label", `${label} ${this.file.name}`);
    this.pauser.hidden = value === "done" || value === "refused";
  }

  get state() {
    return this.row.dataset.lpUpload;
  }

  async go() {
    this.state = "going";
    this.say("");
    try {
      await this.begin();
      while (this.state === "going" && this.received < this.file.size) await this.part();
      if (this.state === "going") await this.finish();
    } catch (error) {
      if (this.state !== "going") return; // paused or cancelled meanwhile
      this.state = error.refused ? "refused" : "broken";
      const isKept = Boolean(await this.kept);
      this.say(error.refused ? error.message : words(this.input, isKept ? "lpKept" : "lpBroken"));
      if (error.refused) this.giveUp();
    }
  }

  giveUp() {
    if (this.id) this.ask("DELETE", this.url).catch(() => {});
    this.kept.then(forgetFile);
  }

  async begin() {
    const body = new FormData();
    body.set("name", this.file.name);
    body.set("size", this.file.size);
    body.set("stamp", this.file.lastModified);
    const begun = await this.patiently(() => this.ask("POST", words(this.input, "lpUploads"), body));
    this.id = begun.id;
    this.url = `${words(this.input, "lpUploads")}/${begun.id}`;
    this.size = begun.part;
    this.moved(begun.received);
  }

  async part() {
    const from = this.received;
    const piece = this.file.slice(from, from + this.size);
    this.stopping = new AbortController();
    const { signal } = this.stopping;
    const done = await this.patiently(() => this.ask("PATCH", this.url, piece, { "Upload-Offset": from }, signal));
    this.moved(done.received);
  }

  async finish() {
    await this.patiently(() => this.ask("POST", this.url));
    this.state = "done";
    this.say(words(this.input, "lpDone"));
    const key = document.createElement("input");
    key.type = "hidden";
    key.name = `${this.input.name}.uploads`;
    key.value = this.id;
    this.row.append(key);
    const open = this.form.querySelector("[data-lp-upload]:not([data-lp-upload=done])");
    if (this.form.dataset.lpWaiting && !open) {
      delete this.form.dataset.lpWaiting;
      this.form.requestSubmit(this.form.lpSubmitter);
    }
  }

  pause() {
    this.state = "paused";
    this.stopping?.abort();
    this.say(words(this.input, "lpPaused"));
  }

  cancel() {
    this.state = "cancelled";
    this.stopping?.abort();
    this.giveUp();
    this.row.remove();
    this.input.focus();
  }

  moved(received) {
    this.received = received;
    this.bar.value = received;
    this.said.textContent = `${Math.floor((received * 100) / (this.file.size || 1))} %`;
  }

  say(sentence) {
    this.said.textContent = sentence;
  }

  // Again after a pause when the connection or the server is lost; a refusal is final.
  async patiently(act) {
    for (let turn = 0; ; turn += 1) {
      try {
        return await act();
      } catch (error) {
        if (error.received !== undefined) return error;
        if (error.refused || this.state !== "going" || turn + 1 >= TRIES) throw error;
        this.say(words(this.input, (await this.kept) ? "lpKept" : "lpAgain"));
        await aWhile(Math.min(30000, 500 * 2 ** turn));
        if (this.state !== "going") throw error;
      }
    }
  }

  async ask(method, url, body, headers = {}, signal) {
    const token = this.form.querySelector("[name=csrfmiddlewaretoken]").value;
    const answer = await fetch(url, { method, body, headers: { "X-CSRFToken": token, ...headers }, signal });
    if (answer.status === 204) return {};
    const isSaid = /json/.test(answer.headers.get("Content-Type") ?? "");
    const said = isSaid && !answer.redirected ? await answer.json() : {};
    if (answer.ok && isSaid && !answer.redirected) return said;
    const sentence = [said.title, said.next_step].filter(Boolean).join(" ");
    const isFinal = answer.status >= 400 && answer.status < 500 && answer.status !== 409;
    throw Object.assign(new Error(sentence), {
      refused: Boolean(sentence) && (isFinal || answer.status === 507),
      received: said.received,
    });
  }
}

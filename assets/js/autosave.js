// What is being written is kept on the server every few seconds: a form with `data-lp-autosave`
// names the address. Its `version` says what it began from, so that two devices do not write over
// each other. While the connection is lost, the draft in this browser (drafts.js) holds.

import { within } from "./filters.js";
import { forgetDraft } from "./drafts.js";

const WAIT = 3000; // milliseconds of stillness before keeping
const AGAIN = 8000; // before it is tried again when the connection is lost

export function autosave(part) {
  for (const form of within(part, "form[data-lp-autosave]")) keep(form);
}

function keep(form) {
  const told = form.querySelector("[data-lp-kept]");
  let timer, sending, dirty = false, stopped = false;

  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(send, wait);
  };
  const say = (words) => {
    if (told) told.textContent = words;
  };

  const ask = async () => {
    dirty = false;
    try {
      const answer = await fetch(form.dataset.lpAutosave, { method: "POST", body: new FormData(form), headers: { Accept: "text/html" } });
      const is = answer.headers.get("Content-Type") ?? "";
      if (answer.ok && is.includes("json")) {
        const { revision, said } = await answer.json();
        form.elements.version.value = revision;
        say(said);
        if (!dirty) forgetDraft(form);
      } else if (answer.status === 409) {
        stopped = true;
        say(form.dataset.lpElsewhere);
      } else {
        throw new Error(String(answer.status));
      }
    } catch {
      dirty = true;
      say(form.dataset.lpLost);
      later(AGAIN);
    }
  };
  const send = () => {
    clearTimeout(timer);
    timer = undefined;
    if (stopped || !dirty) return sending;
    sending = (sending ?? Promise.resolve()).then(ask).finally(() => (sending = undefined));
    return sending;
  };

  form.addEventListener("input", () => {
    dirty = true;
    if (!stopped) later(WAIT);
  });
  addEventListener("online", () => dirty && send());
  addEventListener("pageshow", (event) => event.persisted && location.reload());

  // What is on its way is awaited: the form is sent with the revision that came of it.
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (!sending) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    sending.finally(() => form.requestSubmit(event.submitter));
  }, true);
  form.addEventListener("htmx:confirm", (event) => {
    clearTimeout(timer);
    if (!sending) return;
    event.preventDefault();
    sending.finally(() => event.detail.issueRequest(true));
  });
}

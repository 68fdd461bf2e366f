// One small script for every page. Nothing here is needed for a page to work; it saves a step.

import htmx from "htmx.org";
import { focusOn, menus } from "./menus.js";
import { searchKey } from "./search-key.js";
import { keys } from "./keys.js";
import { suggestions } from "./suggestions.js";
import { filters } from "./filters.js";
import { tabs } from "./tabs.js";
import { picked } from "./picked.js";
import { composers } from "./composer.js";
import { drafts } from "./drafts.js";
import { autosave } from "./autosave.js";
import { confirmations } from "./confirmations.js";
import { heldBack, uploads } from "./uploads.js";
import { submissions } from "./submissions.js";
import { charts } from "./charts-loader.js";
import { parts } from "./parts-loader.js";
import { inks } from "./ink.js";
import { reviews } from "./review.js";
import { offline } from "./offline.js";

// The content policy allows neither inline styles nor eval; htmx is told before it starts.
Object.assign(htmx.config, {
  includeIndicatorStyles: false,
  allowEval: false,
  allowScriptTags: false,
  selfRequestsOnly: true,
  scrollBehavior: "auto",
  historyCacheSize: 0, // pages hold personal data; none of it stays in the browser's storage
  responseHandling: [
    { code: "204", swap: false },
    { code: "[23]..", swap: true },
    // A refusal or a rejected form is a page part too: it says what to do next.
    { code: "4..", swap: true, error: false },
    { code: "...", swap: false, error: true },
  ],
});

const script = document.currentScript;

menus(document);
searchKey(document);
keys(document);
confirmations(document);
heldBack(document);
submissions(document);
offline(script);

htmx.onLoad((part) => {
  focusOn(part);
  suggestions(part);
  filters(part);
  tabs(part);
  picked(part);
  composers(part);
  drafts(part);
  autosave(part);
  uploads(part);
  inks(part);
  reviews(part);
  charts(part, script);
  parts(part);
});

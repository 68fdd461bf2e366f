// Large scripts are fetched when a page has a part that needs them, not before: the part names its
// script, its stylesheet and the function that draws it.

import { within } from "./filters.js";

const loading = new Map();

export function parts(part) {
  for (const place of within(part, "[data-lp-script]")) {
    const { lpScript, lpLook, lpDraws } = place.dataset;
    Promise.all([once(lpScript, script), once(lpLook, stylesheet)]).then(() => window[lpDraws](place));
  }
}

function once(address, fetched) {
  if (!loading.has(address)) loading.set(address, new Promise((onload, onerror) => document.head.append(fetched(address, onload, onerror))));
  return loading.get(address);
}

const script = (src, onload, onerror) => Object.assign(document.createElement("script"), { src, onload, onerror });
const stylesheet = (href, onload, onerror) => Object.assign(document.createElement("link"), { rel: "stylesheet", href, onload, onerror });

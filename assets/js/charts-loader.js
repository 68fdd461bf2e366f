// The charts' script is large: it is fetched when a page has a chart, not before.

import { within } from "./filters.js";

let loading;

export function charts(part, script) {
  const places = within(part, "[data-lp-chart]");
  if (!places.length) return;
  loading ??= load(script.dataset.charts);
  loading.then(() => places.forEach((place) => window.liupanChart(place)));
}

function load(address) {
  return new Promise((resolve, reject) => {
    const element = document.createElement("script");
    Object.assign(element, { src: address, onload: resolve, onerror: reject });
    document.head.append(element);
  });
}

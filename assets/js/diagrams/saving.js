// The picture as a file to keep: SVG as it is drawn, PNG painted from it.

import { painted } from "./painting.js";

// The values of the tokens that signs and states use, for a file that stands alone.
const LOOK = `
.lp-step-done .djs-visual>:first-child{stroke:#5d6a7a!important;fill:#eef1f4!important}
.lp-step-active .djs-visual>:first-child{stroke:#1b5bb0!important;fill:#eaf2fc!important;stroke-width:3px!important}
.lp-step-waiting .djs-visual>:first-child{stroke:#8a4b00!important;fill:#fff6e3!important;stroke-dasharray:6 3}
.lp-step-returned .djs-visual>:first-child{stroke:#b42318!important;stroke-dasharray:2 3}
.lp-step-cancelled .djs-visual>:first-child{stroke:#84919f!important;stroke-dasharray:2 3}
.lp-step-done.djs-connection .djs-visual>path{fill:none!important;stroke:#1b5bb0!important;stroke-width:2.5px!important}
.lp-badge__disc{stroke:#fff;stroke-width:2}.lp-badge__halo{fill:#1b5bb0;opacity:.2}
.lp-badge__sign{fill:none;stroke:#fff;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
.lp-badge--active .lp-badge__sign{fill:#fff}.lp-badge--done .lp-badge__disc{fill:#5d6a7a}
.lp-badge--active .lp-badge__disc{fill:#1b5bb0}.lp-badge--waiting .lp-badge__disc{fill:#8a4b00}
.lp-badge--returned .lp-badge__disc{fill:#b42318}.lp-badge--cancelled .lp-badge__disc{fill:#5d6a7a}
.djs-hit,.djs-outline,.djs-dragger{display:none}`;

export function saving(viewer, place) {
  const name = place.dataset.lpDiagramName;
  offer(place, "svg", async () => {
    const { svg } = await viewer.saveSVG();
    const styled = svg.replace(/(<svg [^>]*>)/, `$1<style>${LOOK}</style>`);
    save(new Blob([styled], { type: "image/svg+xml" }), `${name}.svg`);
  });
  offer(place, "png", async () => save(await painted(viewer), `${name}.png`));
}

function offer(place, kind, act) {
  const button = place.querySelector(`[data-lp-save="${kind}"]`);
  if (button) Object.assign(button, { hidden: false, onclick: act });
}

export function save(blob, name) {
  const href = URL.createObjectURL(blob);
  Object.assign(document.createElement("a"), { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 1000);
}

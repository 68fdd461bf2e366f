// A state is shown by colour, by line and by a small sign, so that it reads in grey too. Signs are
// part of the drawing: they are saved and printed with it.

import { append, attr, create } from "tiny-svg";

const SIGNS = {
  done: "M-4 0l3 3 5-6",
  active: "M-3-4.5L4.5 0-3 4.5z",
  waiting: "M-3.5-4h7L0 0l3.5 4h-7L0 0z",
  returned: "M-1.5-4.5L-5-1.5l3.5 3M-5-1.5H1.5a3 3 0 0 1 0 6H-2",
  cancelled: "M-3.5-3.5l7 7m0-7l-7 7",
};

export function badges(viewer, steps) {
  const registry = viewer.get("elementRegistry");
  const canvas = viewer.get("canvas");
  for (const step of steps) {
    const element = registry.get(step.id);
    if (!element) continue;
    canvas.addMarker(element, `lp-step-${step.state}`);
    if (element.waypoints) continue;
    append(registry.getGraphics(element).querySelector(".djs-visual"), badge(element, step));
  }
}

function badge(element, step) {
  const group = attr(create("g"), { class: `lp-badge lp-badge--${step.state}`, transform: `translate(${element.width} 0)` });
  if (step.state === "active") append(group, attr(create("circle"), { class: "lp-badge__halo", r: 15 }));
  append(group, attr(create("circle"), { class: "lp-badge__disc", r: 10 }));
  append(group, attr(create("path"), { class: "lp-badge__sign", d: SIGNS[step.state] }));
  const title = create("title");
  title.textContent = [step.label, ...step.history].join("\n");
  return append(group, title), group;
}

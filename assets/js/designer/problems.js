// What the server refuses, shown at the elements it is about; a link in the list leads to each.

import { centre } from "../diagrams/navigation.js";

export function problems(modeler, place) {
  const registry = modeler.get("elementRegistry");
  const canvas = modeler.get("canvas");
  for (const link of place.querySelectorAll("[data-lp-problem]")) {
    const element = registry.get(link.dataset.lpProblem);
    if (!element) continue;
    canvas.addMarker(element, "lp-step-refused");
    link.onclick = (event) => {
      event.preventDefault();
      modeler.get("selection").select(element);
      centre(canvas, element);
      canvas.focus();
    };
  }
}

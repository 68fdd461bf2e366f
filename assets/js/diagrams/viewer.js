// A process as a picture that lives: where its token stands, what is done, what waits. The states
// stand as JSON in the page beside the picture; the same data is there as a table without a script.

import Viewer from "bpmn-js/lib/Viewer";
import KeyboardMove from "diagram-js/lib/navigation/keyboard-move";
import Keyboard from "diagram-js/lib/features/keyboard";
import { badges } from "./badges.js";
import { navigation } from "./navigation.js";
import { opened } from "./opening.js";
import { saving } from "./saving.js";
import { translation } from "./translation.js";

window.liupanDiagram = async (place) => {
  const canvas = place.querySelector("[data-lp-diagram-canvas]");
  const { steps } = JSON.parse(document.getElementById(place.dataset.lpDiagram).textContent);
  canvas.hidden = false;
  const viewer = new Viewer({ container: canvas, additionalModules: [Keyboard, KeyboardMove, translation()] });
  try {
    await opened(viewer, await (await fetch(place.dataset.lpDiagramSource)).text());
  } catch {
    canvas.hidden = true;
    place.querySelector("[data-lp-diagram-failed]").hidden = false;
    return;
  }
  const svg = canvas.querySelector("svg[data-element-id], .djs-container > svg");
  svg.setAttribute("role", "application");
  svg.setAttribute("aria-label", place.dataset.lpDiagramWords);
  badges(viewer, steps);
  navigation(viewer, place, canvas, steps);
  saving(viewer, place);
  place.dataset.lpDrawn = "";
};

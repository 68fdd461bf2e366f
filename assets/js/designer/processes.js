// The designer of processes: bpmn.io's modeler with a panel of properties of our own, which the
// server has written in the page; this script shows the fields that fit what is chosen.

import Modeler from "bpmn-js/lib/Modeler";
import { navigation } from "../diagrams/navigation.js";
import { opened } from "../diagrams/opening.js";
import { translation } from "../diagrams/translation.js";
import { EXTENSIONS } from "./extensions.js";
import { faithful } from "./faithful.js";
import { act, keeping } from "./keeping.js";
import { panel } from "./panel.js";
import { problems } from "./problems.js";

window.liupanDesigner = async (place) => {
  const box = place.querySelector("[data-lp-designer-canvas]");
  const modeler = new Modeler({ container: box, additionalModules: [translation(), faithful], moddleExtensions: EXTENSIONS });
  const svg = box.querySelector(".djs-container > svg");
  svg.setAttribute("role", "application");
  svg.setAttribute("aria-label", place.dataset.lpWords);

  const stack = modeler.get("commandStack");
  const show = panel(modeler, place);
  modeler.on("commandStack.changed", () => {
    show();
    history();
    if (stack.canUndo() || stack.canRedo()) place.dispatchEvent(new Event("lp-changed"));
  });
  modeler.on(["selection.changed", "import.done"], show);
  act(place, "undo", () => stack.undo());
  act(place, "redo", () => stack.redo());
  act(place, "search", (click) => {
    click.stopPropagation(); // a click outside closes the search
    modeler.get("searchPad").toggle();
    // The Enter that pressed the button is let go over the search field and would choose nothing there.
    const first = (event) => { if (event.key === "Enter") event.stopPropagation(); };
    box.addEventListener("keyup", first, { capture: true, once: true });
  });

  function history() {
    place.querySelector('[data-lp-act="undo"]').disabled = !stack.canUndo();
    place.querySelector('[data-lp-act="redo"]').disabled = !stack.canRedo();
  }

  const kept = keeping(place, {
    written: async () => (await modeler.saveXML({ format: true })).xml,
    open: async (xml) => {
      await opened(modeler, xml);
      history();
      problems(modeler, place);
    },
  });
  await kept.start();
  navigation(modeler, place, null);
  place.liupanModeler = modeler;
  place.dataset.lpDrawn = "";
};

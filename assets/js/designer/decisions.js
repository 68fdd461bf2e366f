// The designer of decision tables: dmn.io's editor of tables alone.

import DecisionTable from "dmn-js-decision-table/lib/Editor";
import EditingManager from "dmn-js-shared/lib/base/EditingManager";
import { is } from "dmn-js-shared/lib/util/ModelUtil";
import { translation } from "../diagrams/translation.js";
import { act, keeping } from "./keeping.js";

class Tables extends EditingManager {
  _getViewProviders() {
    const opens = (element) => is(element, "dmn:Decision") && is(element.decisionLogic, "dmn:DecisionTable");
    return [{ id: "decisionTable", constructor: DecisionTable, opens }];
  }
}

const LANGUAGES = { options: [{ label: "FEEL", value: "feel" }], defaults: { editor: "feel", inputCell: "feel", outputCell: "feel" } };

window.liupanDecisions = async (place) => {
  const container = place.querySelector("[data-lp-designer-canvas]");
  const tables = new Tables({ container, common: { expressionLanguages: LANGUAGES }, decisionTable: { additionalModules: [translation()] } });
  const stack = () => tables.getActiveViewer()?.get("commandStack");
  act(place, "undo", () => stack()?.undo());
  act(place, "redo", () => stack()?.redo());

  function history() {
    place.querySelector('[data-lp-act="undo"]').disabled = !stack()?.canUndo();
    place.querySelector('[data-lp-act="redo"]').disabled = !stack()?.canRedo();
  }

  tables.on("viewer.created", ({ viewer }) => viewer.on("commandStack.changed", () => {
    history();
    if (stack()?.canUndo() || stack()?.canRedo()) place.dispatchEvent(new Event("lp-changed"));
  }));

  const pick = place.querySelector("[data-lp-tables]");
  pick.onchange = () => tables.open(tables.getViews()[pick.value]);

  const kept = keeping(place, {
    written: async () => (await tables.saveXML({ format: true })).xml,
    open: async (xml) => {
      await tables.importXML(xml);
      pick.replaceChildren(...tables.getViews().map(({ element }, at) => new Option(element.name || element.id, at)));
      pick.closest("label").hidden = pick.options.length < 2;
      history();
    },
  });
  await kept.start();
  place.liupanModeler = tables;
  place.dataset.lpDrawn = "";
};

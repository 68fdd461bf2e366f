// Opens a file in a viewer or modeler; draws it first when it has no picture of its own.

import { laidOut } from "./layout.js";

export async function opened(tool, xml) {
  const { rootElement, elementsById, references, warnings } = await tool.get("moddle").fromXML(xml, "bpmn:Definitions");
  tool.get("eventBus").fire("import.parse.complete", { error: null, definitions: rootElement, elementsById, references, warnings });
  const isDrawn = Boolean(rootElement.diagrams?.length);
  const shown = await tool.importDefinitions(isDrawn ? rootElement : laidOut(rootElement, tool.get("moddle")));
  tool.get("eventBus").fire("import.done", { error: null, warnings: [...warnings, ...shown.warnings] });
  return isDrawn;
}

// What is opened and written again says what it said. The modeler by itself moves the drawing of a
// folded sub-process into a diagram of its own, decides how gateways are marked and forgets
// references to what the file does not hold.

const LATE = 100; // after the modeler has tidied up

export const faithful = {
  __init__: ["faithful"],
  subprocessCompatibility: ["value", {}],
  faithful: ["type", Faithful],
};

Faithful.$inject = ["eventBus"];
function Faithful(eventBus) {
  let dangling = [];
  let drawn = [];
  let marked = [];

  eventBus.on("import.parse.complete", ({ definitions, warnings, error }) => {
    if (error) return;
    dangling = warnings.filter((one) => one.property && one.value).map(({ element, property, value }) => ({ element, property, value }));
    drawn = (definitions.diagrams ?? []).filter(({ plane }) => plane).map(({ plane }) => [plane, [...(plane.planeElement ?? [])]]);
    marked = drawn.flatMap(([, parts]) => parts).filter((part) => part.$type === "bpmndi:BPMNShape" && part.isMarkerVisible === undefined);
  });
  eventBus.on("import.done", () => {
    marked = marked.filter((part) => part.isMarkerVisible !== undefined).map((part) => [part, part.isMarkerVisible]);
  });

  // What the drawing cannot show stays in the file as long as what it stands for does.
  const dropped = () => drawn.flatMap(([plane, parts]) => parts
    .filter((part) => !plane.planeElement.includes(part) && (!part.bpmnElement || part.bpmnElement.$parent))
    .map((part) => [plane, part]));

  eventBus.on("saveXML.start", LATE, () => {
    for (const [part, as] of marked) if (part.isMarkerVisible === as) delete part.isMarkerVisible;
    for (const [plane, part] of dropped()) plane.planeElement.push(part);
    for (const { element, property, value } of dangling) point(element, property, { id: value });
  });
  eventBus.on("saveXML.done", () => {
    for (const [part, as] of marked) part.isMarkerVisible ??= as;
    for (const { element, property, value } of dangling) unpoint(element, property, value);
  });
}

const local = (element, property) => element.$descriptor.propertiesByName[property].name.split(":").at(-1);

function point(element, property, to) {
  const now = element.get(property);
  if (Array.isArray(now)) now.push(to);
  else if (now === undefined) element[local(element, property)] = to;
}

function unpoint(element, property, id) {
  const now = element.get(property);
  const isStandIn = (one) => one && !one.$type && one.id === id;
  if (Array.isArray(now)) now.splice(0, now.length, ...now.filter((one) => !isStandIn(one)));
  else if (isStandIn(now)) delete element[local(element, property)];
}

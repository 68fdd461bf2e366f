// Compares BPMN files pair by pair: `node comparing.mjs < [["name", "xml", "xml"], ...]`. Both are
// parsed by bpmn-moddle; what differs is printed as JSON, `{name: {elements, differences: [path]}}`.

import { readFileSync } from "node:fs";
import { BpmnModdle } from "bpmn-moddle";

const MOST = 20; // differences of one model worth reading

// An object as plain data: what it holds by value, what it points to by id. The same in both are a
// value that the standard's schema gives by default and its absence, a type and its other prefix, the
// order of shapes in a drawing, and an attribute said twice, with a prefix and without.
function plain(one) {
  if (Array.isArray(one)) return one.map(plain);
  if (!one?.$type) return one;
  const said = { $type: one.$type };
  for (const [name, value] of Object.entries(one.$attrs ?? {})) if (!name.startsWith("xmlns") && name !== "$type") said[name] = value;
  for (const [name, value] of Object.entries(one)) if (!["$parent", "$attrs", "$type"].includes(name)) said[name] = value;
  delete said["xsi:type"]; // $type says it
  for (const [name, value] of Object.entries(said)) if (one.$descriptor?.propertiesByName?.[name]?.default === value) delete said[name];
  for (const name of Object.keys(said)) if (/:/.test(name) && said[name.split(":")[1]] === said[name]) delete said[name];
  if (said.planeElement) said.planeElement = [...said.planeElement].sort((a, b) => (a.id < b.id ? -1 : 1));
  const isReference = (name) => one.$descriptor?.propertiesByName?.[name]?.isReference;
  for (const [name, value] of Object.entries(said)) {
    if (isReference(name)) said[name] = Array.isArray(value) ? value.map((to) => to.id ?? to) : (value?.id ?? value);
    else if (name !== "$type") said[name] = plain(value);
  }
  return said;
}

function differences(a, b, path, found) {
  if (found.length >= MOST || a === b) return found;
  const areBoth = (test) => test(a) && test(b);
  if (!areBoth((one) => one && typeof one === "object")) {
    if (String(a).trim() !== String(b).trim()) found.push(`${path}: ${JSON.stringify(a)?.slice(0, 80)} -> ${JSON.stringify(b)?.slice(0, 80)}`);
    return found;
  }
  for (const name of new Set([...Object.keys(a), ...Object.keys(b)])) differences(a[name], b[name], `${path}/${a[name]?.id ?? name}`, found);
  return found;
}

const count = (one) => (one && typeof one === "object" ? Number(Boolean(one.$type)) + Object.values(one).reduce((sum, part) => sum + count(part), 0) : 0);
const parsed = async (xml) => {
  const { rootElement, warnings } = await new BpmnModdle().fromXML(xml);
  return [plain(rootElement), warnings.length];
};

const result = {};
for (const [name, before, after] of JSON.parse(readFileSync(0, "utf8"))) {
  const [[one, warnings], [other]] = [await parsed(before), await parsed(after)];
  result[name] = { elements: count(one), warnings, differences: differences(one, other, "", []) };
}
process.stdout.write(JSON.stringify(result));

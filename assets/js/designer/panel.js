// Properties of what is chosen. Each field names a property; what does not fit the element is hidden.
// Every change goes through the modeler's command stack, so that undo knows it.

import { getBusinessObject, is } from "bpmn-js/lib/util/ModelUtil";
import { checked } from "./expressions.js";
import { rows } from "./rows.js";

const TASK = "bpmn:Task";
const FITS = {
  name: () => true,
  words: () => true,
  candidates: (element) => is(element, "bpmn:UserTask") || is(element, "bpmn:ManualTask"),
  data: (element) => is(element, "bpmn:Process"),
  decision: (element) => is(element, "bpmn:BusinessRuleTask"),
  service: (element) => is(element, "bpmn:ServiceTask"),
  condition: (element) => is(element, "bpmn:SequenceFlow") && !is(getBusinessObject(element).sourceRef, TASK),
  message: (element) => Boolean(definition(element)),
};

const definition = (element) => getBusinessObject(element).eventDefinitions?.find((one) => is(one, "bpmn:MessageEventDefinition"));

export function panel(modeler, place) {
  const box = place.querySelector("[data-lp-panel]");
  const modeling = modeler.get("modeling");
  const tools = { modeler, factory: modeler.get("bpmnFactory"), set };
  const lists = rows(box, tools);
  let chosen = null;

  function set(values, moddle) {
    if (moddle) modeling.updateModdleProperties(chosen, moddle, values);
    else modeling.updateProperties(chosen, values);
  }

  const simple = {
    name: { read: (one) => one.name, write: (name) => modeling.updateLabel(chosen, name) },
    id: { read: (one) => one.id },
    words: documentation(null),
    words_en: documentation("en"),
    service: extension("Service", "name"),
    table: extension("Decision", "table"),
    result: extension("Decision", "result"),
    signing: extension("Signing", "mode"),
    ratio: extension("Signing", "ratio"),
    condition: {
      read: (one) => one.conditionExpression?.body,
      write: (body) => set({ conditionExpression: body ? tools.factory.create("bpmn:FormalExpression", { body }) : undefined }),
    },
    is_default: {
      read: (one) => one.sourceRef?.default === one,
      write: (on) => set({ default: on ? getBusinessObject(chosen) : undefined }, getBusinessObject(chosen).sourceRef),
    },
    message: {
      read: () => definition(chosen)?.messageRef?.name,
      write: (name) => set({ messageRef: messageNamed(name) }, definition(chosen)),
    },
  };

  function documentation(language) {
    const isOurs = (one) => /lang=en/.test(one.textFormat ?? "") === Boolean(language);
    return {
      read: (one) => one.documentation?.find(isOurs)?.text,
      write(text) {
        const others = (getBusinessObject(chosen).documentation ?? []).filter((one) => !isOurs(one));
        const said = text && tools.factory.create("bpmn:Documentation", { text, ...(language && { textFormat: "text/plain;lang=en" }) });
        set({ documentation: said ? (language ? [...others, said] : [said, ...others]) : others });
      },
    };
  }

  function extension(type, property) {
    return {
      read: (one) => found(one, type)[0]?.get(property),
      write(value) {
        const now = found(getBusinessObject(chosen), type)[0];
        if (now && (value || property === "ratio" || type === "Decision")) return set({ [property]: value || undefined }, now);
        lists.replace(chosen, type, value ? [{ [property]: value }] : []);
      },
    };
  }

  function messageNamed(name) {
    const definitions = modeler.getDefinitions();
    if (!name) return undefined;
    const known = definitions.rootElements.find((one) => is(one, "bpmn:Message") && one.name === name);
    if (known) return known;
    const made = tools.factory.create("bpmn:Message", { name });
    made.$parent = definitions;
    definitions.rootElements.push(made);
    return made;
  }

  for (const field of box.querySelectorAll("[data-lp-prop]")) {
    const { write } = simple[field.dataset.lpProp];
    field.addEventListener("change", () => write?.(field.type === "checkbox" ? field.checked : field.value.trim()));
  }
  checked(box.querySelector("[data-lp-prop=condition]"), box.querySelector("[data-lp-condition-said]"), declared);

  // What a condition may name: the data the process declares, and what the last step decided.
  function declared() {
    const process = modeler.getDefinitions().rootElements.find((one) => is(one, "bpmn:Process"));
    return { outcome: "string", ...Object.fromEntries(found(process, "Data").map(({ name, type }) => [name, type])) };
  }

  return function show() {
    const [first, ...others] = modeler.get("selection").get();
    chosen = others.length ? null : (first ?? modeler.get("canvas").getRootElement());
    if (chosen?.labelTarget) chosen = chosen.labelTarget;
    const one = chosen && getBusinessObject(chosen);
    box.querySelector("[data-lp-panel-none]").hidden = Boolean(one?.$type);
    box.querySelector("[data-lp-panel-fields]").hidden = !one?.$type;
    if (!one?.$type) return;
    for (const group of box.querySelectorAll("[data-lp-fits]")) group.hidden = !FITS[group.dataset.lpFits](chosen);
    for (const field of box.querySelectorAll("[data-lp-prop]")) fill(field, simple[field.dataset.lpProp].read(one));
    box.querySelector("[data-lp-ratio]").hidden = simple.signing.read(one) !== "ratio";
    lists.show(chosen);
    box.dispatchEvent(new Event("lp-shown"));
  };
}

function fill(field, value) {
  if (field.type === "checkbox") field.checked = Boolean(value);
  else if (field.tagName === "SELECT") choose(field, value ?? "");
  else if (field.value !== (value ?? "")) field.value = value ?? "";
}

// A value that the list does not offer is shown, never changed in passing.
export function choose(field, value) {
  if (![...field.options].some((option) => option.value === value)) field.add(new Option(value, value));
  field.value = value;
}

export const found = (one, type) => (one.extensionElements?.values ?? []).filter((part) => part.$type === `liupan:${type}`);

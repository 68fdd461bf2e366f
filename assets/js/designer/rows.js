// Properties of which there are several: who may do a step, what a form shows. Each is a row made
// from a template in the page.

import { getBusinessObject } from "bpmn-js/lib/util/ModelUtil";
import { choose, found } from "./panel.js";

export function rows(box, { modeler, factory, set }) {
  const lists = [...box.querySelectorAll("[data-lp-rows]")];
  let chosen = null;

  // Whatever else stands among the extensions, ours or not, stays where it is.
  function replace(element, type, values) {
    const one = getBusinessObject(element);
    const made = values.map((value) => factory.create(`liupan:${type}`, value));
    const others = (one.extensionElements?.values ?? []).filter((part) => part.$type !== `liupan:${type}`);
    const extensions = others.length + made.length ? factory.create("bpmn:ExtensionElements", { values: [...others, ...made] }) : undefined;
    for (const part of extensions?.values ?? []) part.$parent = extensions;
    modeler.get("modeling").updateProperties(element, { extensionElements: extensions });
  }

  const read = (list) => [...list.children].map((row) => Object.fromEntries(fields(row).filter((field) => field.value.trim()).map((field) => [field.dataset.lpPart, field.value.trim()])));
  const fields = (row) => [...row.querySelectorAll("[data-lp-part]")];
  const write = (list) => replace(chosen, list.dataset.lpRows, read(list));

  function add(list, value = {}) {
    const row = box.querySelector(`template[data-lp-row="${list.dataset.lpRows}"]`).content.firstElementChild.cloneNode(true);
    for (const field of fields(row)) {
      const said = value[field.dataset.lpPart] ?? field.value;
      if (field.tagName === "SELECT") choose(field, said);
      else field.value = said;
      field.addEventListener("change", () => write(list));
    }
    row.querySelector("[data-lp-row-drop]").onclick = () => {
      row.remove();
      write(list);
    };
    list.append(row);
    return row;
  }

  for (const button of box.querySelectorAll("[data-lp-row-add]")) {
    const list = box.querySelector(`[data-lp-rows="${button.dataset.lpRowAdd}"]`);
    button.onclick = () => fields(add(list))[0].focus();
  }

  return {
    replace,
    show(element) {
      const isSame = chosen === element;
      chosen = element;
      for (const list of lists) {
        const values = found(getBusinessObject(element), list.dataset.lpRows);
        const plain = values.map((value) => Object.fromEntries(Object.entries(value).filter(([name]) => !name.startsWith("$"))));
        // A row that is being written and holds nothing yet is not taken away.
        if (isSame && JSON.stringify(plain) === JSON.stringify(read(list))) continue;
        list.replaceChildren();
        plain.forEach((value) => add(list, value));
      }
    },
  };
}

// What bpmn.io's tools say, in the language of the page. They speak English by themselves.

import { CHINESE } from "./chinese.js";

export function words(template, replacements = {}) {
  const isEnglish = document.documentElement.lang === "en";
  const said = isEnglish ? template : (CHINESE[template] ?? template);
  return said.replace(/{([^}]+)}/g, (_, key) => replacements[key] ?? `{${key}}`);
}

export const translation = () => ({ translate: ["value", words] });

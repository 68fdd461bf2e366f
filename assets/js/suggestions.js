// Suggestions under a search field: a combobox with a listbox (WAI-ARIA). The field names the address
// in `data-lp-suggest`. Without a script, or when the address does not answer, it is a plain field.

import { within } from "./filters.js";

const WAIT = 200; // milliseconds of stillness before asking
let made = 0;

export function suggestions(part) {
  for (const field of within(part, "input[data-lp-suggest]")) suggest(field);
}

function suggest(field) {
  const list = element("ul", { id: `lp-suggest-${++made}`, className: "lp-suggest", hidden: true }, { role: "listbox", "aria-label": field.dataset.lpSuggestLabel });
  const told = element("p", { className: "visually-hidden" }, { role: "status" });
  field.closest("form").append(list, told);
  set(field, { role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false", autocomplete: "off" });

  let timer, asking, active = -1;

  const choose = (index) => {
    active = index;
    [...list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === index)));
    const option = list.children[index];
    if (!option) return field.removeAttribute("aria-activedescendant");
    field.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  };

  const close = () => {
    clearTimeout(timer);
    asking?.abort();
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
    told.textContent = "";
    choose(-1);
  };

  const show = (found) => {
    list.replaceChildren(...found.map((one, at) => option(one, `${list.id}-${at}`)));
    choose(-1);
    list.hidden = !found.length;
    field.setAttribute("aria-expanded", String(!list.hidden));
    told.textContent = (found.length ? field.dataset.lpSuggestSome : field.dataset.lpSuggestNone).replace("#", found.length);
  };

  const ask = async () => {
    const words = field.value.trim();
    asking?.abort();
    if (!words) return close();
    const mine = (asking = new AbortController());
    try {
      const answer = await fetch(`${field.dataset.lpSuggest}?${new URLSearchParams({ q: words })}`, { signal: mine.signal, headers: { Accept: "application/json" } });
      if (answer.ok && document.activeElement === field) show((await answer.json()).suggestions);
    } catch {
      if (!mine.signal.aborted) close(); // the connection is lost: the field still sends its form
    }
  };

  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  };

  const move = (by) => {
    if (list.hidden) return ask();
    const many = list.children.length;
    // One place more than there are suggestions: the field itself, so that one can go back to it.
    choose(((active + 1 + by + many + 1) % (many + 1)) - 1);
  };

  field.addEventListener("input", (event) => event.isComposing || later());
  // Pinyin on its way to 汉字 is nobody's query.
  field.addEventListener("compositionend", later);
  field.addEventListener("blur", close);
  field.form.addEventListener("submit", close);
  field.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      go(list.children[active]);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    }
  });
  // The field keeps the focus while a suggestion is pressed.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => go(event.target.closest("[role=option]")));
}

function option({ title, type, url }, id) {
  const made = element("li", { id }, { role: "option", "aria-selected": "false", "data-url": url });
  made.append(element("span", { textContent: title }), element("span", { className: "lp-meta", textContent: type }));
  return made;
}

// Only pages of this site are gone to, whatever the answer says.
function go(option) {
  const to = option && new URL(option.dataset.url, location.href);
  if (to?.origin === location.origin) location.assign(to);
}

function element(name, properties, attributes = {}) {
  return set(Object.assign(document.createElement(name), properties), attributes);
}

function set(one, attributes) {
  for (const [name, value] of Object.entries(attributes)) one.setAttribute(name, value);
  return one;
}

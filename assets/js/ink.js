// Handwriting: what is written with pen, finger or mouse becomes strokes, a row of points each, in a
// hidden field. Whoever uses the keyboard types the opinion as ever.

import { within } from "./filters.js";

const SVG = "http://www.w3.org/2000/svg";
const STEP = 3; // units that a point is away from the one before, at least
const MOST = 60000;

export function inks(part) {
  for (const field of within(part, "input[data-lp-ink]")) board(field);
}

function board(field) {
  const [width, height] = field.dataset.lpInk.split("x").map(Number);
  const words = JSON.parse(field.dataset.lpWords);
  const strokes = field.value ? field.value.split(";").map(read) : [];
  const place = document.createElement("details");
  place.className = "lp-ink";
  place.open = strokes.length > 0;
  const summary = place.appendChild(document.createElement("summary"));
  summary.className = "btn btn-sm";
  summary.textContent = words.title;
  const area = place.appendChild(document.createElementNS(SVG, "svg"));
  area.setAttribute("viewBox", `0 0 ${width} ${height}`);
  area.setAttribute("role", "img");
  area.setAttribute("aria-label", words.area);
  const path = area.appendChild(document.createElementNS(SVG, "path"));
  const acts = place.appendChild(document.createElement("div"));
  acts.className = "lp-acts";
  const undo = button(acts, words.undo, () => strokes.pop());
  const clear = button(acts, words.clear, () => strokes.splice(0));
  const hint = place.appendChild(document.createElement("p"));
  hint.className = "form-hint";
  hint.textContent = words.hint;
  const opinion = field.form.elements.opinion;
  (opinion?.closest(".lp-field") ?? opinion ?? field).after(place);

  let stroke;
  area.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || field.value.length >= MOST - 8) return;
    area.setPointerCapture(event.pointerId);
    strokes.push((stroke = [at(event)]));
    show();
  });
  area.addEventListener("pointermove", (event) => {
    if (!stroke) return;
    for (const one of event.getCoalescedEvents?.() ?? [event]) add(stroke, at(one));
    show();
  });
  for (const end of ["pointerup", "pointercancel"]) area.addEventListener(end, () => (stroke = undefined));
  show();

  function at(event) {
    const box = area.getBoundingClientRect();
    const on = (value, size, most) => Math.max(0, Math.min(most, Math.round((value / size) * most)));
    return [on(event.clientX - box.left, box.width, width), on(event.clientY - box.top, box.height, height)];
  }

  function add(points, point) {
    const last = points.at(-1);
    const far = Math.hypot(point[0] - last[0], point[1] - last[1]) >= STEP;
    if (far && field.value.length < MOST - 8) points.push(point);
  }

  function show() {
    field.value = strokes.map((one) => one.map((p) => p.join(",")).join(" ")).join(";");
    path.setAttribute("d", strokes.map(line).join(" "));
    undo.disabled = clear.disabled = strokes.length === 0;
  }

  function button(parent, text, act) {
    const made = parent.appendChild(document.createElement("button"));
    made.type = "button";
    made.className = "btn btn-sm";
    made.textContent = text;
    made.addEventListener("click", () => (act(), show()));
    return made;
  }
}

function read(stroke) {
  return stroke.split(" ").map((point) => point.split(",").map(Number));
}

function line(points) {
  const whole = points.length > 1 ? points : [points[0], points[0]];
  return `M${whole.map((p) => p.join(" ")).join(" L")}`;
}

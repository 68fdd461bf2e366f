// Fit, zoom, move: by button, by key, by wheel with Ctrl, by finger. A plain wheel scrolls the page.
// A designer has bpmn.io's own ways of moving; it takes the buttons and the first view alone.

const READABLE = 0.8; // below this the names in the boxes cannot be read: the picture is moved instead
const STEP = 1.25;
const LEAST = 0.2;
const MOST = 4;

export function navigation(viewer, place, box, steps = []) {
  const canvas = viewer.get("canvas");
  const zoom = (by, centre = "auto") => canvas.zoom(Math.min(MOST, Math.max(LEAST, canvas.zoom() * by)), centre);
  const acts = { in: () => zoom(STEP), out: () => zoom(1 / STEP), fit: () => canvas.zoom("fit-viewport", "auto") };
  for (const [name, act] of Object.entries(acts)) {
    const button = place.querySelector(`[data-lp-zoom="${name}"]`);
    if (button) Object.assign(button, { hidden: false, onclick: act });
  }
  first(viewer, canvas, steps);
  if (!box) return;
  viewer.get("keyboard").addListener(500, ({ keyEvent: event }) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = { "+": acts.in, "=": acts.in, "-": acts.out, 0: acts.fit }[event.key];
    if (!act) return;
    act();
    return true;
  });
  box.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    const { left, top } = box.getBoundingClientRect();
    zoom(event.deltaY < 0 ? 1.1 : 1 / 1.1, { x: event.clientX - left, y: event.clientY - top });
  }, { passive: false });
  moving(canvas, box);
}

function moving(canvas, box) {
  let held = null;
  box.addEventListener("pointerdown", (event) => {
    if (event.button || event.target.closest("a, button")) return;
    held = event;
    box.setPointerCapture(event.pointerId);
    box.classList.add("is-moved");
  });
  box.addEventListener("pointermove", (event) => {
    if (held?.pointerId !== event.pointerId) return;
    canvas.scroll({ dx: event.clientX - held.clientX, dy: event.clientY - held.clientY });
    held = event;
  });
  for (const end of ["pointerup", "pointercancel"]) {
    box.addEventListener(end, () => {
      held = null;
      box.classList.remove("is-moved");
    });
  }
}

// The whole picture where it can be read so; else the step the token stands on.
function first(viewer, canvas, steps) {
  canvas.zoom("fit-viewport", "auto");
  if (canvas.zoom() > 1) return canvas.zoom(1, "auto");
  if (canvas.zoom() >= READABLE) return;
  canvas.zoom(READABLE);
  const registry = viewer.get("elementRegistry");
  const here = steps.find((step) => step.state === "active" && registry.get(step.id));
  const start = registry.find((element) => element.type === "bpmn:StartEvent");
  const shown = here ? registry.get(here.id) : start;
  if (shown) centre(canvas, shown, here ? 0.5 : 0.2); // what comes of the start lies to its right
}

export function centre(canvas, element, across = 0.5) {
  const { width, height } = canvas.viewbox();
  const x = element.x + (element.width ?? 0) / 2 - width * across;
  const y = element.y + (element.height ?? 0) / 2 - height / 2;
  canvas.viewbox({ x, y, width, height });
}

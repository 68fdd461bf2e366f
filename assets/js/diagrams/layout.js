// A picture for a file that was written by hand and has none: columns by the longest way from the
// start, rows so that lines cross little. Pools and lanes are not drawn by it; whoever has them has
// drawn them.

const WIDTH = 150;
const HEIGHT = 110;
const SIZES = { Event: [36, 36], Gateway: [50, 50], DataStoreReference: [50, 50], DataObjectReference: [36, 50] };

export function laidOut(definitions, moddle) {
  const process = definitions.rootElements.find((one) => one.$type === "bpmn:Process");
  if (!process || definitions.diagrams?.length) return definitions;
  const make = (type, values) => moddle.create(type, values);
  const flows = (process.flowElements ?? []).filter((one) => one.$type === "bpmn:SequenceFlow");
  const shapes = place(process, flows);
  const edges = flows.filter((one) => shapes.has(one.sourceRef) && shapes.has(one.targetRef));
  const drawn = [
    ...[...shapes].map(([bpmnElement, box]) => make("bpmndi:BPMNShape", { id: `${bpmnElement.id}_di`, bpmnElement, bounds: make("dc:Bounds", box) })),
    ...edges.map((bpmnElement) => make("bpmndi:BPMNEdge", {
      id: `${bpmnElement.id}_di`, bpmnElement,
      waypoint: way(shapes.get(bpmnElement.sourceRef), shapes.get(bpmnElement.targetRef)).map(([x, y]) => make("dc:Point", { x, y })),
    })),
  ];
  const plane = make("bpmndi:BPMNPlane", { id: "plane", bpmnElement: process, planeElement: drawn });
  for (const one of drawn) one.$parent = plane;
  const diagram = make("bpmndi:BPMNDiagram", { id: "diagram", plane });
  plane.$parent = diagram;
  diagram.$parent = definitions;
  definitions.get("diagrams").push(diagram);
  return definitions;
}

// Who writes by hand leaves out `incoming` and `outgoing`: the flows alone say what follows what.
function place(process, flows) {
  const all = (process.flowElements ?? []).filter((one) => one.$type !== "bpmn:SequenceFlow");
  const bordering = all.filter((one) => one.attachedToRef);
  const nodes = all.filter((one) => !one.attachedToRef);
  const column = columns(nodes, bordering, flows);
  const shapes = new Map();
  const filled = [];
  for (const node of [...nodes].sort((a, b) => column.get(a) - column.get(b))) {
    const at = column.get(node);
    const before = flows.filter((flow) => flow.targetRef === node).map((flow) => shapes.get(flow.sourceRef)).find(Boolean);
    const wanted = before ? Math.round((before.y + before.height / 2 - 100) / HEIGHT) : 0;
    const taken = (filled[at] ??= new Set());
    let row = Math.max(wanted, 0);
    while (taken.has(row)) row += 1;
    taken.add(row);
    shapes.set(node, box(node, 160 + at * WIDTH, 100 + row * HEIGHT));
  }
  for (const event of bordering) {
    const host = shapes.get(event.attachedToRef);
    if (host) shapes.set(event, box(event, host.x + host.width - 20, host.y + host.height));
  }
  return shapes;
}

function columns(nodes, bordering, flows) {
  const column = new Map(nodes.map((node) => [node, 0]));
  const after = (node) => [node, ...bordering.filter((event) => event.attachedToRef === node)]
    .flatMap((one) => flows.filter((flow) => flow.sourceRef === one).map((flow) => flow.targetRef)).filter((one) => column.has(one));
  const back = waysBack(nodes, after);
  // Each round moves at least one column to its place; rings have been cut, so it ends.
  for (let round = 0, moved = true; moved && round < nodes.length; round += 1) {
    moved = false;
    for (const node of nodes) {
      for (const next of after(node)) {
        if (back.get(node)?.has(next) || column.get(next) > column.get(node)) continue;
        column.set(next, column.get(node) + 1);
        moved = true;
      }
    }
  }
  return column;
}

function waysBack(nodes, after) {
  const back = new Map();
  const state = new Map();
  const stack = [];
  for (const root of [...nodes].sort((a, b) => (b.$type === "bpmn:StartEvent") - (a.$type === "bpmn:StartEvent"))) {
    if (state.has(root)) continue;
    state.set(root, "open");
    stack.push([root, after(root)[Symbol.iterator]()]);
    while (stack.length) {
      const [node, rest] = stack.at(-1);
      const { value: next, done } = rest.next();
      if (done) state.set(node, "closed"), stack.pop();
      else if (state.get(next) === "open") back.set(node, (back.get(node) ?? new Set()).add(next));
      else if (!state.has(next)) state.set(next, "open"), stack.push([next, after(next)[Symbol.iterator]()]);
    }
  }
  return back;
}

function box(node, x, y) {
  const [, [width, height]] = Object.entries(SIZES).find(([kind]) => node.$type.endsWith(kind)) ?? [null, [100, 80]];
  return { x: x - width / 2, y: y - height / 2, width, height };
}

function way(from, to) {
  const middle = (one) => one.y + one.height / 2;
  const [start, end] = [[from.x + from.width, middle(from)], [to.x, middle(to)]];
  if (to.x >= from.x + from.width) {
    if (start[1] === end[1]) return [start, end];
    const turn = end[0] - 25;
    return [start, [turn, start[1]], [turn, end[1]], end];
  }
  const below = Math.max(from.y + from.height, to.y + to.height) + 22;
  const [left, right] = [to.x + to.width / 2, from.x + from.width / 2];
  return [[right, from.y + from.height], [right, below], [left, below], [left, to.y + to.height]];
}

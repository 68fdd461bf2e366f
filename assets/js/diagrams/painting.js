// A drawing as PNG without an image address: the content policy allows none but the site's own, and
// a drawing is made of five shapes and text. Each is painted where and how the browser shows it.

const SCALE = 2;
const EDGE = 10;

export function painted(viewer) {
  const layer = viewer.get("canvas").getActiveLayer();
  const box = layer.getBBox();
  const sheet = document.createElement("canvas");
  sheet.width = Math.ceil((box.width + 2 * EDGE) * SCALE);
  sheet.height = Math.ceil((box.height + 2 * EDGE) * SCALE);
  const pen = sheet.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, sheet.width, sheet.height);
  const origin = new DOMMatrix().scale(SCALE).translate(EDGE - box.x, EDGE - box.y);
  const toLayer = layer.getScreenCTM().inverse();
  for (const shape of layer.querySelectorAll(".djs-visual :is(rect, circle, ellipse, path, polygon, polyline, line, tspan)")) {
    const look = getComputedStyle(shape);
    if (look.display === "none" || look.visibility === "hidden" || shape.closest("defs, marker")) continue;
    pen.setTransform(origin.multiply(DOMMatrix.fromMatrix(toLayer.multiply(shape.getScreenCTM()))));
    if (shape.localName === "tspan") write(pen, shape, look);
    else draw(pen, shape, look);
  }
  return new Promise((done) => sheet.toBlob(done, "image/png"));
}

function draw(pen, shape, look) {
  const path = outline(shape);
  pen.globalAlpha = Number(look.opacity);
  if (look.fill !== "none") {
    pen.fillStyle = look.fill;
    pen.globalAlpha = Number(look.opacity) * Number(look.fillOpacity);
    pen.fill(path, look.fillRule);
  }
  if (look.stroke !== "none" && parseFloat(look.strokeWidth)) {
    pen.globalAlpha = Number(look.opacity) * Number(look.strokeOpacity);
    pen.strokeStyle = look.stroke;
    pen.lineWidth = parseFloat(look.strokeWidth);
    pen.lineCap = look.strokeLinecap;
    pen.lineJoin = look.strokeLinejoin;
    pen.setLineDash(look.strokeDasharray === "none" ? [] : look.strokeDasharray.split(/[ ,]+/).map(parseFloat));
    pen.stroke(path);
    pen.setLineDash([]);
    if (look.markerEnd !== "none") ends(pen, shape, look.markerEnd, 1);
    if (look.markerStart !== "none") ends(pen, shape, look.markerStart, 0);
  }
  pen.globalAlpha = 1;
}

function outline(shape) {
  const number = (name) => shape[name].baseVal.value;
  const path = new Path2D();
  if (shape.localName === "rect") path.roundRect(number("x"), number("y"), number("width"), number("height"), number("rx"));
  else if (shape.localName === "circle") path.arc(number("cx"), number("cy"), number("r"), 0, 2 * Math.PI);
  else if (shape.localName === "ellipse") path.ellipse(number("cx"), number("cy"), number("rx"), number("ry"), 0, 0, 2 * Math.PI);
  else if (shape.localName === "path") return new Path2D(shape.getAttribute("d"));
  else if (shape.localName === "line") return new Path2D(`M${number("x1")} ${number("y1")}L${number("x2")} ${number("y2")}`);
  else return new Path2D(`M${shape.getAttribute("points")}${shape.localName === "polygon" ? "z" : ""}`);
  return path;
}

// The heads of arrows are markers: little drawings set at an end and turned with the line.
function ends(pen, line, address, end) {
  const marker = document.getElementById(address.match(/#([^"')]+)/)[1]);
  const length = line.getTotalLength();
  const at = line.getPointAtLength(end * length);
  const before = line.getPointAtLength(end ? length - 1 : 0);
  const after = line.getPointAtLength(end ? length : 1);
  const turn = Math.atan2(after.y - before.y, after.x - before.x);
  const number = (name) => marker[name].baseVal.value;
  pen.save();
  pen.translate(at.x, at.y);
  pen.rotate(turn);
  // bpmn-js draws them in a box of 20 shown in its own width, against the width of the line.
  const unit = (number("markerWidth") / marker.viewBox.baseVal.width) * (marker.markerUnits.baseVal === 2 ? pen.lineWidth : 1);
  pen.scale(unit, unit);
  pen.translate(-number("refX"), -number("refY"));
  for (const shape of marker.children) draw(pen, shape, getComputedStyle(shape));
  pen.restore();
}

function write(pen, words, look) {
  pen.fillStyle = look.fill;
  pen.font = `${look.fontStyle} ${look.fontWeight} ${look.fontSize} ${look.fontFamily}`;
  const [x, y] = [words, words.parentNode].reduce(([left, top], node) => [left ?? node.x.baseVal[0]?.value, top ?? node.y.baseVal[0]?.value], []);
  pen.fillText(words.textContent, x ?? 0, y ?? 0);
}

// Bundles the front end once into static/liupan/dist: one stylesheet and one small script for every
// page; scripts of charts, of expressions and of diagrams, with their own stylesheets, that a page loads only when it
// shows one. No `data:` address survives, so that the site runs under `img-src 'self'`.

import { build } from "esbuild";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { take } from "./tabler.js";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "../src/liupan/foundation/design/static/liupan/dist");
const shared = { bundle: true, minify: true, legalComments: "linked", target: "chrome90", logLevel: "warning" };

const tabler = {
  name: "tabler",
  setup: (it) => it.onLoad({ filter: /tabler\.css$/ }, ({ path }) => ({ contents: take(readFileSync(path, "utf8")), loader: "css" })),
};

// Icon fonts come in five formats; every browser we serve reads the smallest.
const icons = {
  name: "icons",
  setup: (it) => it.onLoad({ filter: /-font\/css\/\w+\.css$/ }, ({ path }) => ({
    contents: readFileSync(path, "utf8").replace(/src: url\([^;]*;\s*src:[^;]*?(url\([^)]*woff2[^)]*\)) format\('woff2'\)[^;]*;/, "src: $1 format('woff2');"),
    loader: "css",
  })),
};

// dmn.io's cells come with an editor of code that writes stylesheets into the page, which the content
// policy forbids, and with guesses at variables. A cell is a line of text; our checker reads it.
const cells = {
  name: "cells",
  setup: (it) => {
    it.onLoad({ filter: /components\/LiteralExpression\.js$/ }, () => ({ contents: 'export { default } from "./ContentEditable";', loader: "js" }));
    it.onResolve({ filter: /^@bpmn-io\/dmn-variable-resolver$/ }, ({ path }) => ({ path, namespace: "none" }));
    it.onLoad({ filter: /.*/, namespace: "none" }, () => ({ contents: "export const DmnVariableResolverModule = {};", loader: "js" }));
  },
};

rmSync(out, { recursive: true, force: true });
mkdirSync(join(out, "cut"), { recursive: true });
cpSync(join(here, "pictures"), out, { recursive: true });

const scripts = {
  liupan: "js/main.js",
  charts: "js/charts.js",
  diagrams: "js/diagrams/viewer.js",
  designer: "js/designer/processes.js",
  decisions: "js/designer/decisions.js",
};
const stylesheets = { liupan: "css/main.css", diagrams: "css/diagrams.css", designer: "css/designer.css", decisions: "css/decisions.css" };
const whole = (paths) => Object.fromEntries(Object.entries(paths).map(([name, path]) => [name, join(here, path)]));

await Promise.all([
  build({ ...shared, plugins: [cells], entryPoints: whole(scripts), format: "iife", outdir: out }),
  build({ ...shared, entryPoints: { expressions: join(here, "js/expressions.js") }, format: "iife", globalName: "liupanExpressions", outdir: out }),
  ...Object.entries(whole(stylesheets)).map(([name, path]) => stylesheet(name, path)),
]);

async function stylesheet(name, path) {
  const result = await build({ ...shared, plugins: [tabler, icons], entryPoints: [path], write: false, outdir: out, entryNames: name, loader: { ".woff2": "file" }, assetNames: "cut/[name]-[hash]" });
  for (const file of result.outputFiles) {
    const css = file.path.endsWith(".css") ? cutOutPictures(file.text) : file.contents;
    if (/url\(\s*["']?data:/.test(String(css))) throw new Error("a data: picture is left in the stylesheet");
    writeFileSync(file.path, css);
  }
}

// Each embedded picture becomes a file of its own, named by its content.
function cutOutPictures(css) {
  return css.replace(/url\((["']?)data:image\/svg\+xml(?:;utf8)?,(.*?)\1\)/g, (_, _quote, data) => {
    const svg = decodeURIComponent(data.replace(/\\(["'])/g, "$1"));
    if (!svg.includes("</svg>") && !svg.includes("/>")) throw new Error(`cut short: ${svg}`);
    const name = `cut/${createHash("sha256").update(svg).digest("hex").slice(0, 12)}.svg`;
    writeFileSync(join(out, name), svg);
    return `url(${name})`;
  });
}

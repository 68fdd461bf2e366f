// Bundles the front end once into static/liupan/dist: one stylesheet, one small script, one script
// of charts that a page loads only when it has a chart. No `data:` address survives, so that the
// site runs under `img-src 'self'`.

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

rmSync(out, { recursive: true, force: true });
mkdirSync(join(out, "cut"), { recursive: true });
cpSync(join(here, "pictures"), out, { recursive: true });

await Promise.all([
  build({ ...shared, entryPoints: { liupan: join(here, "js/main.js"), charts: join(here, "js/charts.js") }, format: "iife", outdir: out }),
  stylesheet(),
]);

async function stylesheet() {
  const result = await build({ ...shared, plugins: [tabler], entryPoints: [join(here, "css/main.css")], write: false, outdir: out, entryNames: "liupan" });
  for (const file of result.outputFiles) {
    const css = file.path.endsWith(".css") ? cutOutPictures(file.text) : file.text;
    if (/url\(\s*["']?data:/.test(css)) throw new Error("a data: picture is left in the stylesheet");
    writeFileSync(file.path, css);
  }
}

// Each embedded picture becomes a file of its own, named by its content.
function cutOutPictures(css) {
  return css.replace(/url\((["']?)data:image\/svg\+xml,(.*?)\1\)/g, (_, _quote, data) => {
    const svg = decodeURIComponent(data.replace(/\\(["'])/g, "$1"));
    if (!svg.includes("</svg>") && !svg.includes("/>")) throw new Error(`cut short: ${svg}`);
    const name = `cut/${createHash("sha256").update(svg).digest("hex").slice(0, 12)}.svg`;
    writeFileSync(join(out, name), svg);
    return `url(${name})`;
  });
}

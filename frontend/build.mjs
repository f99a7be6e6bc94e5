// Compiles the styles and copies the scripts of the pages to where Django serves them from, each also
// packed, as most browsers ask for them.
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { compile } from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "node_modules");
const output = join(here, "..", "tabard", "common", "static", "tabard", "build");

async function write(name, content) {
  const path = join(output, name);
  await writeFile(path, content);
  await writeFile(`${path}.gz`, gzipSync(content, { level: 9 }));
  await writeFile(`${path}.br`, brotliCompressSync(content));
}

// The source map is not copied, and Django refuses a script that names a file it cannot find.
async function copyScript(module, path) {
  const { name, version, license } = JSON.parse(await readFile(join(modules, module, "package.json")));
  const script = await readFile(join(modules, module, path), "utf8");
  const ours = script.replace(/\s*\/\/# sourceMappingURL=\S*\s*$/, "\n");
  await write(basename(path), `/*! ${name} ${version}, licence ${license} */\n${ours}`);
}

const { css } = compile(join(here, "scss", "tabard.scss"), {
  loadPaths: [modules],
  quietDeps: true,
  style: "compressed",
});

await rm(output, { recursive: true, force: true });
await mkdir(output, { recursive: true });
await write("tabard.css", css);
await copyScript("govuk-frontend", "dist/govuk/govuk-frontend.min.js");
await copyScript("htmx.org", "dist/htmx.min.js");
console.log(`tabard.css: ${Math.round(css.length / 1024)} kB`);

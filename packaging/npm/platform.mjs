// Makes the package of one platform: node platform.mjs <platform>-<arch> <program> <folder>
import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

const [platform, program, folder] = process.argv.slice(2);
if (!platform || !program || !folder) {
  console.error("usage: node platform.mjs <platform>-<arch> <program> <folder>");
  process.exit(2);
}
const main = JSON.parse(readFileSync(new URL("package.json", import.meta.url), "utf8"));
const [os, cpu] = platform.split("-");
const file = basename(program);
mkdirSync(folder, { recursive: true });
copyFileSync(program, join(folder, file));
chmodSync(join(folder, file), 0o755);
const made = {
  name: `${main.name}-${platform}`,
  version: main.version,
  description: `The program of ${main.name} for ${platform}`,
  license: main.license,
  os: [os],
  cpu: [cpu],
  files: [file],
};
writeFileSync(join(folder, "package.json"), `${JSON.stringify(made, null, 2)}\n`);

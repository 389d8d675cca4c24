#!/usr/bin/env node
"use strict";
// Runs the program of this platform's package. Nothing is downloaded and no install script runs:
// npm chooses the package by its `os` and `cpu`. The Linux ones are linked statically, so the C
// library does not matter.
const { spawnSync } = require("node:child_process");

const platform = `${process.platform}-${process.arch}`;
const file = process.platform === "win32" ? "key2pat.exe" : "key2pat";

function program() {
  try {
    return require.resolve(`key2pat-${platform}/${file}`);
  } catch {
    console.error(`key2pat: there is no program for ${platform}. If there should be, was the installation run with --omit=optional?`);
    process.exit(2);
  }
}

const run = spawnSync(program(), process.argv.slice(2), { stdio: "inherit" });
if (run.error) {
  console.error(`key2pat: ${run.error.message}`);
  process.exit(2);
}
if (run.signal) process.kill(process.pid, run.signal);
process.exitCode = run.status ?? 2;

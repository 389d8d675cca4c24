// Opens a report in a headless browser and uses it as a reader would:
//   node page.mjs <browser> <small page> <large page> <folder for screenshots>
// Ends with 1 and the reason if something is not as it should be.
import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [executablePath, small, large, shots] = process.argv.slice(2);
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync"];
// How long opening and filtering a large report may take, in milliseconds.
const PATIENCE = 1000;

const browser = await chromium.launch({ executablePath, headless: true, args: FLAGS });
const complaints = [];

async function open(path, options = {}) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, ...options });
  page.on("console", (it) => complaints.push(`${it.type()}: ${it.text()}`));
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (it) => {
    if (!/^(file|data):/.test(it.url())) complaints.push(`asks for ${it.url()}`);
  });
  const begin = performance.now();
  await page.goto(pathToFileURL(path).href);
  await page.waitForSelector("tr.row");
  return { page, took: performance.now() - begin };
}

const texts = (page, selector) => page.locator(selector).allTextContents();
const counted = async (page) => (await page.locator("#count").textContent()).split(" of ").map(Number);

async function uses(page) {
  assert.match(await page.locator(".progress").textContent(), /^\d+ of \d+ calls broken; \d+ /);
  assert.deepEqual(await texts(page, ".chart h2"),
    ["Calls by language", "Calls by client", "Calls by folder"]);
  assert.ok(await page.locator(".bar i").count() > 3);
  const [shown, all] = await counted(page);
  assert.ok(shown === all && all > 5, `${shown} of ${all}`);

  // Gravest first, then by the column that is chosen, and back.
  const first = () => page.locator("tr.row td:first-child").first().textContent();
  assert.equal(await first(), "error");
  await page.locator("th[data-key=v]").click();
  assert.equal(await page.locator("th[data-key=v]").getAttribute("aria-sort"), "descending");
  assert.notEqual(await first(), "error");
  await page.locator("th[data-key=p]").focus();
  await page.keyboard.press("Enter");
  const places = await texts(page, "tr.row td:nth-child(3)");
  assert.deepEqual(places.map((it) => it.split(":")[0]), places.map((it) => it.split(":")[0]).sort());

  // Filters narrow, together.
  await page.selectOption("#verdict", "error");
  const [errors] = await counted(page);
  assert.ok(errors > 0 && errors < all);
  assert.deepEqual([...new Set(await texts(page, "tr.row td:first-child"))], ["error"]);
  await page.fill("#text", "no such thing anywhere");
  assert.deepEqual(await counted(page), [0, all]);
  await page.fill("#text", "");
  assert.equal((await counted(page))[0], errors);

  // A row opens, with its evidence and the rewrite, and closes.
  const row = page.locator("tr.row", { hasText: "fix" }).first();
  await row.click();
  const detail = page.locator("tr.detail");
  assert.ok(await detail.locator("li").count() > 0, "evidence");
  assert.ok(await detail.locator("ins").count() > 0, "the rewrite");
  await row.focus();
  await page.keyboard.press("Enter");
  assert.equal(await detail.count(), 0);
  await page.selectOption("#verdict", "");
  await page.locator("th[data-key=v]").click();
}

async function skipped(page) {
  assert.match(await page.locator(".skipped summary").textContent(), /not looked into/);
  await page.locator(".skipped summary").click();
  assert.ok(await page.locator(".skipped li").first().isVisible());
}

// Nothing is wider than the page.
async function fits(page) {
  const [inner, outer] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(inner <= outer, `${inner} in ${outer}`);
}

async function looks() {
  for (const [name, options] of [
    ["light", { colorScheme: "light" }],
    ["dark", { colorScheme: "dark" }],
    ["narrow", { colorScheme: "light", viewport: { width: 390, height: 844 } }],
  ]) {
    const { page } = await open(small, options);
    await page.locator("tr.row", { hasText: "fix" }).first().click();
    await fits(page);
    await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
    await page.close();
  }
  const { page } = await open(small);
  await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
  assert.equal(await page.locator("tr.detail").count(), await page.locator("tr.row").count());
  await page.pdf({ path: join(shots, "print.pdf"), format: "A4" });
  await page.close();
}

async function isFast() {
  const { page, took } = await open(large);
  const [, all] = await counted(page);
  assert.ok(all >= 5000, `${all} rows`);
  // From the letter until the browser has painted what is left.
  const filtering = await page.evaluate(() => new Promise((done) => {
    const begin = performance.now();
    const field = document.getElementById("text");
    field.value = "face";
    field.dispatchEvent(new Event("input"));
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - begin)));
  }));
  const [left] = await counted(page);
  assert.ok(left > 0 && left < all);
  const begin = performance.now();
  await page.locator("th[data-key=p]").click();
  const sorting = performance.now() - begin;
  console.log(`${all} rows: opened in ${took.toFixed()} ms, filtered in ${filtering.toFixed()} ms, sorted in ${sorting.toFixed()} ms`);
  assert.ok(took < PATIENCE && filtering < PATIENCE && sorting < PATIENCE);
}

const { page } = await open(small);
await uses(page);
await skipped(page);
await page.close();
await looks();
await isFast();
assert.deepEqual(complaints, []);
await browser.close();

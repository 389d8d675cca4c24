"use strict";
// The rows come as data and are put on the page as text: nothing of them is ever markup.
const { rows, rewrites } = JSON.parse(document.getElementById("data").textContent);
const PAGE = 200;
const RANK = { error: 0, warning: 1, note: 2, clean: 3 };
const byId = (id) => document.getElementById(id);
const heads = document.querySelectorAll("th");
const state = { key: "v", down: false, all: false };

for (const row of rows) {
  row.a = row.f === null ? "" : rewrites[row.f].a;
  row.text = [row.v, row.r, row.p, row.c, row.k, row.o, row.a, row.m].join(" ").toLowerCase();
}

function element(name, text, className) {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  if (className) made.className = className;
  return made;
}

// What a message quotes is code.
function prose(name, text) {
  const made = element(name);
  text.split("`").forEach((part, index, parts) => {
    const isQuoted = index % 2 === 1 && index + 1 < parts.length;
    made.append(isQuoted ? element("code", part) : index % 2 === 1 ? "`" + part : part);
  });
  return made;
}

// A path may be broken behind its folders.
function path(text) {
  const made = element("code");
  for (const part of text.split(/(?<=\/)/)) made.append(part, element("wbr"));
  return made;
}

function fill(id, key) {
  const names = [...new Set(rows.map((row) => row[key]).filter(Boolean))].sort();
  for (const name of names) {
    const option = element("option", name);
    option.value = name;
    byId(id).append(option);
  }
}

function compare(a, b) {
  const key = state.key;
  let order = key === "v" ? RANK[a.v] - RANK[b.v] : a[key] < b[key] ? -1 : a[key] > b[key] ? 1 : 0;
  if (order === 0) order = a.p < b.p ? -1 : a.p > b.p ? 1 : a.n - b.n;
  return state.down ? -order : order;
}

function wanted() {
  const words = byId("text").value.toLowerCase().split(/\s+/).filter(Boolean);
  const chosen = [["v", "verdict"], ["r", "rule"], ["l", "language"], ["c", "client"]]
    .map(([key, id]) => [key, byId(id).value])
    .filter(([, value]) => value);
  return rows.filter((row) =>
    chosen.every(([key, value]) => row[key] === value) &&
    words.every((word) => row.text.includes(word)));
}

// A text with a place before it; the place may be missing.
function item(place, text) {
  const made = prose("li", text);
  if (place) made.prepend(path(place), " ");
  return made;
}

function rewrite({ a, t, d, n }) {
  const parts = [prose("h3", "Rewrite by `key2pat " + a + "`: " + t)];
  for (const [place, lines] of d) {
    const pre = element("pre");
    for (const line of lines.split("\n")) {
      pre.append(element(line[0] === "+" ? "ins" : "del", line), "\n");
    }
    parts.push(path(place), pre);
  }
  if (n) parts.push(element("p", "… and " + n + " more places"));
  return parts;
}

function detail(row) {
  const tr = element("tr", "", "detail");
  const td = element("td");
  td.colSpan = heads.length;
  if (row.m) td.append(prose("p", row.m));
  td.append(element("pre", row.s));
  if (row.e.length) {
    const list = element("ul");
    list.append(...row.e.map(([place, text]) => item(place, text)));
    td.append(element("h3", "What shows it"), list);
  }
  if (row.f !== null) td.append(...rewrite(rewrites[row.f]));
  else if (row.h.length) td.append(element("h3", "Instead"), element("pre", row.h.join("\n")));
  tr.append(td);
  return tr;
}

// Opens and closes on Enter as on a click.
function onChosen(it, act) {
  it.tabIndex = 0;
  it.addEventListener("click", act);
  it.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    act();
  });
}

function line(row) {
  const tr = element("tr", "", "row");
  tr.setAttribute("aria-expanded", "false");
  const place = element("td");
  place.append(path(row.p + ":" + row.n));
  const cells = [element("td", row.v, row.v), element("td", row.r), place, element("td", row.c),
    element("td", row.k), element("td", row.o), element("td", row.a)];
  heads.forEach((th, index) => { cells[index].dataset.label = th.textContent; });
  tr.append(...cells);
  onChosen(tr, () => {
    const next = tr.nextElementSibling;
    const isOpen = next !== null && next.className === "detail";
    if (isOpen) next.remove();
    else tr.after(detail(row));
    tr.setAttribute("aria-expanded", String(!isOpen));
  });
  return tr;
}

function show() {
  const found = wanted().sort(compare);
  const shown = state.all ? found : found.slice(0, PAGE);
  byId("body").replaceChildren(...shown.map(line));
  byId("count").textContent = found.length + " of " + rows.length;
  byId("more").hidden = shown.length === found.length;
  byId("more").textContent = "Show all " + found.length;
  for (const th of heads) {
    const own = th.dataset.key === state.key;
    th.setAttribute("aria-sort", own ? (state.down ? "descending" : "ascending") : "none");
  }
}

function all() {
  state.all = true;
  show();
}

// On paper nothing can be opened: every row comes with what it holds.
function openAll() {
  all();
  for (const tr of document.querySelectorAll("tr.row")) {
    if (tr.getAttribute("aria-expanded") === "false") tr.click();
  }
}

fill("rule", "r");
fill("language", "l");
fill("client", "c");
for (const id of ["text", "verdict", "rule", "language", "client"]) byId(id).addEventListener("input", show);
for (const th of heads) {
  onChosen(th, () => {
    state.down = state.key === th.dataset.key && !state.down;
    state.key = th.dataset.key;
    show();
  });
}
byId("more").addEventListener("click", all);
window.addEventListener("beforeprint", openAll);
show();

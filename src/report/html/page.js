"use strict";
// The rows come as data and are put on the page as text: nothing of them is ever markup.
const rows = JSON.parse(document.getElementById("rows").textContent);
const PAGE = 200;
const RANK = { error: 0, warning: 1, note: 2, clean: 3 };
const byId = (id) => document.getElementById(id);
const state = { key: "v", down: false, all: false };

for (const row of rows) {
  row.text = [row.v, row.r, row.p, row.c, row.k, row.o, row.m].join(" ").toLowerCase();
}

function element(name, text, className) {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  if (className) made.className = className;
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

function detail(row) {
  const tr = element("tr", "", "detail");
  const td = element("td");
  td.colSpan = 6;
  if (row.m) td.append(element("p", row.m));
  td.append(element("pre", row.s));
  if (row.e.length) {
    const list = element("ul");
    for (const [place, text] of row.e) {
      const item = element("li");
      if (place) item.append(element("code", place), " ");
      item.append(text);
      list.append(item);
    }
    td.append(list);
  }
  if (row.h.length) td.append(element("p", "Instead:"), element("pre", row.h.join("\n")));
  if (row.f) td.append(element("p", "Rewrite: " + row.f));
  tr.append(td);
  return tr;
}

function line(row) {
  const tr = element("tr", "", "row");
  tr.tabIndex = 0;
  const place = element("td");
  place.append(element("code", row.p + ":" + row.n));
  tr.append(element("td", row.v, row.v), element("td", row.r), place,
    element("td", row.c), element("td", row.k), element("td", row.o));
  const toggle = () => {
    const next = tr.nextElementSibling;
    if (next && next.className === "detail") next.remove();
    else tr.after(detail(row));
  };
  tr.addEventListener("click", toggle);
  tr.addEventListener("keydown", (event) => { if (event.key === "Enter") toggle(); });
  return tr;
}

function show() {
  const found = wanted().sort(compare);
  const shown = state.all ? found : found.slice(0, PAGE);
  byId("body").replaceChildren(...shown.map(line));
  byId("count").textContent = found.length + " of " + rows.length;
  byId("more").hidden = shown.length === found.length;
  for (const th of document.querySelectorAll("th")) {
    const own = th.dataset.key === state.key;
    th.setAttribute("aria-sort", own ? (state.down ? "descending" : "ascending") : "none");
  }
}

fill("rule", "r");
fill("language", "l");
fill("client", "c");
for (const id of ["text", "verdict", "rule", "language", "client"]) byId(id).addEventListener("input", show);
for (const th of document.querySelectorAll("th")) {
  const sort = () => {
    state.down = state.key === th.dataset.key && !state.down;
    state.key = th.dataset.key;
    show();
  };
  th.addEventListener("click", sort);
  th.addEventListener("keydown", (event) => { if (event.key === "Enter") sort(); });
}
byId("more").addEventListener("click", () => { state.all = true; show(); });
window.addEventListener("beforeprint", () => { state.all = true; show(); });
show();

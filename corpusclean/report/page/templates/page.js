// Sorts and filters tables, opens what a link leads to, collects decisions. It knows the page's elements and no data.
"use strict";
document.documentElement.classList.add("live");

const valueOf = (row, column) => {
  const cell = row.cells[column];
  const text = cell.dataset.value ?? cell.textContent.trim();
  const figure = Number(text);
  return text !== "" && Number.isFinite(figure) ? figure : text;
};

const compare = (one, other) =>
  typeof one === "number" && typeof other === "number" ? one - other
    : typeof one === "number" ? -1 : typeof other === "number" ? 1 : one.localeCompare(other);

for (const table of document.querySelectorAll("table.sorts")) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    if (head.classList.contains("bars")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const figures = head.classList.contains("n");
      const before = head.getAttribute("aria-sort");
      const up = before ? before === "descending" : !figures;
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      const body = table.tBodies[0];
      const rows = [...body.rows].map((row, place) => ({ row, place, value: valueOf(row, column) }));
      rows.sort((a, b) => (up ? 1 : -1) * compare(a.value, b.value) || a.place - b.place);
      body.append(...rows.map(({ row }) => row));
    });
  });
}

for (const input of document.querySelectorAll("input[data-filters]")) {
  const target = document.getElementById(input.dataset.filters);
  const told = input.closest(".tools").querySelector("[role=status]");
  const items = () => target.tagName === "TABLE" ? [...target.tBodies[0].rows] : [...target.children];
  input.addEventListener("input", () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let left = 0;
    for (const item of items()) {
      const text = item.textContent.toLowerCase();
      item.hidden = !words.every((word) => text.includes(word));
      left += item.hidden ? 0 : 1;
    }
    told.textContent = words.length ? `${left} of ${items().length} shown` : "";
  });
}

const open = () => {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target instanceof HTMLDetailsElement) target.open = true;
};
addEventListener("hashchange", open);
document.addEventListener("click", (event) => {
  if (event.target.closest("a")?.hash === location.hash) open(); // the same link again changes no hash
});
open();

const tray = document.querySelector(".tray");
const lines = tray.querySelector("pre");
const count = tray.querySelector("[data-count]");
const status = tray.querySelector("[role=status]");
const picked = () => [...document.querySelectorAll(".pick input:checked")];
const show = () => {
  const chosen = [...new Set(picked().map((box) => box.closest(".pick").querySelector("code").textContent))];
  tray.hidden = chosen.length === 0;
  count.textContent = chosen.length === 1 ? "1 decision" : `${chosen.length} decisions`;
  lines.textContent = chosen.map((line) => `${line}\n`).join("");
  status.textContent = "";
};
document.addEventListener("change", (event) => {
  if (event.target.closest(".pick")) show();
});
tray.querySelector("[data-copy]").addEventListener("click", async () => {
  let done = false;
  try {
    await navigator.clipboard.writeText(lines.textContent);
    done = true;
  } catch {
    getSelection().selectAllChildren(lines);
    done = document.execCommand("copy");
  }
  const why = lines.textContent.includes('= ""\n') ? ", and say between the empty quotes why" : "";
  status.textContent = done ? `Copied: paste below the last line of decisions.toml${why}` : "Select the lines and copy them";
});
tray.querySelector("[data-clear]").addEventListener("click", () => {
  for (const box of picked()) box.checked = false;
  show();
});
show();


"use strict";
(() => {
  const root = document.documentElement;
  const by = (id) => document.getElementById(id);
  const entries = [...document.querySelectorAll("nav li[data-n]")].map((row) => ({
    row,
    link: row.firstElementChild,
    article: by("a" + row.dataset.n),
    labels: new Set(row.dataset.l.split(" ")),
    person: row.dataset.p ?? "",
    text: null,
  }));
  const months = [...document.querySelectorAll("nav .month")];
  const buttons = [...by("labels").querySelectorAll("button")];
  const query = by("query"), person = by("person"), wide = matchMedia("(min-width: 56rem)");
  const night = matchMedia("(prefers-color-scheme: dark)");
  let current = null, visible = entries, mark = -1, waiting = 0;

  const pressed = () => buttons.filter((one) => one.getAttribute("aria-pressed") === "true").map((one) => one.dataset.l);
  const sought = () => query.value.trim().toLowerCase();
  const textOf = (entry) => (entry.text ??= (entry.row.textContent + "\n" + entry.article.textContent).toLowerCase());

  // Which articles the filters leave, and what of the open one is marked.
  function filter() {
    const labels = pressed(), words = sought(), who = person?.value ?? "";
    visible = entries.filter((entry) =>
      labels.every((one) => entry.labels.has(one)) && (!who || entry.person === who) && (!words || textOf(entry).includes(words)));
    const left = new Set(visible);
    for (const entry of entries) entry.row.hidden = !left.has(entry);
    for (const month of months) {
      let row = month.nextElementSibling;
      while (row && row.hidden) row = row.nextElementSibling;
      month.hidden = !row || row.classList.contains("month");
    }
    const filtered = labels.length > 0 || words !== "" || who !== "";
    by("shown").textContent = filtered ? `${visible.length} of ${entries.length}` : "";
    by("clear").hidden = !filtered;
    by("nothing").hidden = visible.length > 0;
    if (!current || !left.has(current)) show(wide.matches ? visible[0] ?? null : null);
    else dress();
  }

  function dress() {
    CSS.highlights?.delete("sought");
    if (!current) return;
    const labels = new Set(pressed().map((one) => "l" + one));
    for (const one of current.article.querySelectorAll("mark, .tags li")) {
      one.classList.toggle("off", labels.size > 0 && !labels.has(one.classList[0]));
    }
    const words = sought();
    if (!words || !CSS.highlights) return;
    const ranges = [];
    const texts = document.createTreeWalker(current.article.querySelector(".text"), NodeFilter.SHOW_TEXT);
    // A passage may be cut by marks: what is sought is found in the whole, then laid over the parts.
    const parts = [];
    let whole = "";
    while (texts.nextNode()) {
      parts.push([whole.length, texts.currentNode]);
      whole += texts.currentNode.data;
    }
    const low = whole.toLowerCase();
    if (low.length !== whole.length) return;
    let part = 0;
    const place = (at, isEnd) => {
      while (part + 1 < parts.length && (isEnd ? parts[part + 1][0] < at : parts[part + 1][0] <= at)) part++;
      return [parts[part][1], at - parts[part][0]];
    };
    for (let at = low.indexOf(words); at >= 0 && ranges.length < 2000; at = low.indexOf(words, at + words.length)) {
      const range = document.createRange();
      range.setStart(...place(at, false));
      range.setEnd(...place(at + words.length, true));
      ranges.push(range);
    }
    CSS.highlights.set("sought", new Highlight(...ranges));
  }

  function show(entry) {
    if (current) {
      current.article.hidden = true;
      current.link.removeAttribute("aria-current");
      current.article.querySelector("mark.at")?.classList.remove("at");
    }
    current = entry;
    mark = -1;
    root.classList.toggle("reading", entry !== null);
    if (!entry) return;
    entry.article.hidden = false;
    entry.link.setAttribute("aria-current", "true");
    entry.link.scrollIntoView({ block: "nearest" });
    scrollTo(0, 0);
    dress();
  }

  function follow() {
    const id = location.hash.slice(1).split("t")[0];
    const entry = entries.find((one) => one.article.id === id);
    if (entry && entry !== current) show(entry);
    else if (!entry && !wide.matches) show(null);
    if (entry && location.hash.includes("t")) by(location.hash.slice(1))?.scrollIntoView({ block: "nearest" });
  }

  function step(rows) {
    if (!visible.length) return;
    const at = Math.min(Math.max(visible.indexOf(current) + rows, 0), visible.length - 1);
    location.replace("#" + visible[at].article.id);
    show(visible[at]);
  }

  function stepTag(tags) {
    const marks = current ? [...current.article.querySelectorAll("mark[data-l]:not(.off)")] : [];
    if (!marks.length) return;
    marks[mark]?.classList.remove("at");
    mark = (mark + tags + (mark < 0 && tags < 0 ? 1 : 0) + marks.length) % marks.length;
    marks[mark].classList.add("at");
    marks[mark].scrollIntoView({ block: "center" });
    heat(marks[mark], true);
  }

  // A tag's words and its row are lit together.
  function heat(of, move) {
    for (const one of document.querySelectorAll(".hot")) one.classList.remove("hot");
    const place = of?.closest("[data-t]")?.dataset.t;
    if (place === undefined || !current) return;
    for (const one of current.article.querySelectorAll(`[data-t="${place}"]`)) {
      one.classList.add("hot");
      if (move && one.tagName === "LI") one.scrollIntoView({ block: "nearest" });
    }
  }

  function clear() {
    query.value = "";
    if (person) person.value = "";
    for (const one of buttons) one.setAttribute("aria-pressed", "false");
    filter();
  }

  const keys = {
    j: () => step(1),
    k: () => step(-1),
    n: () => stepTag(1),
    p: () => stepTag(-1),
    "/": () => { if (!wide.matches) show(null); query.focus(); query.select(); },
    t: () => { root.style.colorScheme = (root.style.colorScheme || (night.matches ? "dark" : "light")) === "dark" ? "light" : "dark"; },
    Escape: clear,
  };
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^(INPUT|SELECT)$/.test(event.target.tagName)) {
      if (event.key === "Escape") { clear(); event.target.blur(); }
      else if (event.key === "Enter" && visible.length) { event.target.blur(); if (!current) step(0); }
      return;
    }
    if (keys[event.key]) {
      event.preventDefault();
      keys[event.key]();
    }
  });
  query.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(filter, entries.length > 200 ? 150 : 0); });
  person?.addEventListener("change", filter);
  by("clear").addEventListener("click", clear);
  for (const button of buttons) {
    button.disabled = false;
    button.addEventListener("click", () => {
      button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
      filter();
    });
  }
  by("articles").addEventListener("mouseover", (event) => heat(event.target, false));
  by("articles").addEventListener("click", (event) => {
    if (event.target.closest("a")) return;
    const row = event.target.closest(".tags li");
    if (row) current.article.querySelector(`mark[data-t="${row.dataset.t}"]`)?.scrollIntoView({ block: "center" });
    else if (event.target.closest("mark")) heat(event.target.closest("mark"), true);
  });
  addEventListener("hashchange", follow);

  root.classList.add("js");
  for (const id of ["seek", "who", "state", "keys", "back"]) by(id)?.removeAttribute("hidden");
  for (const entry of entries) entry.article.hidden = true;
  filter();
  follow();
})();

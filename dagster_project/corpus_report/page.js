"use strict";
// Filter, search and sort of the list of documents. Without it everything is still there to read.
(() => {
  const byId = (id) => document.getElementById(id);
  const list = byId("docs");
  const documents = [...list.querySelectorAll("details.doc")];
  const [search, region, sort, look] = ["search", "region", "sort", "look"].map(byId);
  const [picked, clear, shown, nobody] = ["picked", "clear", "shown", "nobody"].map(byId);
  const picks = [...document.querySelectorAll("button.pick")];
  let tag = "";

  function update() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const one of documents) {
      const data = one.dataset;
      const fits = (!region.value || data.region === region.value) && (!look.checked || data.look === "1") &&
        (!tag || data.tags.split("|").includes(tag)) && words.every((word) => data.text.includes(word));
      one.hidden = !fits;
      count += fits;
    }
    shown.textContent = `${count} / ${documents.length}`;
    nobody.hidden = count > 0;
    clear.hidden = !(tag || region.value || search.value || look.checked);
    for (const pick of picks) pick.setAttribute("aria-pressed", String(Boolean(tag) && pick.dataset.tag === tag));
    const chosen = picks.find((pick) => pick.dataset.tag === tag && tag);
    picked.hidden = !chosen;
    picked.textContent = chosen ? chosen.querySelector("span").textContent : "";
  }

  function order() {
    const by = sort.value;
    const most = by === "aside" || by === "missing";
    const value = (one) => Number(one.dataset[by]) * (most ? -1 : 1);
    const sorted = by === "path" ? documents : [...documents].sort((a, b) => value(a) - value(b));
    list.prepend(...sorted);
  }

  for (const pick of picks) {
    pick.addEventListener("click", () => {
      tag = tag === pick.dataset.tag ? "" : pick.dataset.tag;
      update();
      if (tag) byId("shown").scrollIntoView({ behavior: "smooth", block: "start" });
    });
  }
  for (const button of document.querySelectorAll("button[data-region]")) {
    button.addEventListener("click", () => {
      region.value = button.dataset.region;
      update();
      byId("shown").scrollIntoView({ behavior: "smooth", block: "start" });
    });
  }
  clear.addEventListener("click", () => {
    tag = region.value = search.value = "";
    look.checked = false;
    update();
  });
  search.addEventListener("input", update);
  region.addEventListener("change", update);
  look.addEventListener("change", update);
  sort.addEventListener("change", order);
  document.querySelector("form.tools").addEventListener("submit", (event) => event.preventDefault());
  update();
})();

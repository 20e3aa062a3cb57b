// Small comforts; every page reads without them.
const typing = (event) => event.target.closest("input, textarea, select");
const popovers = () => document.querySelectorAll("details.look[open]");

// A click elsewhere, or Escape, closes what is popped up.
document.addEventListener("click", (event) => {
  for (const open of popovers()) if (!open.contains(event.target)) open.removeAttribute("open");
});

// "/" goes to the search; g then h, c, r, q, l goes home, to what changed, registers, requirements, ledger. What says
// by which key it is pressed (data-key) is pressed by it.
const places = { h: "/", c: "/changes/", r: "/registers/", q: "/requirements/", l: "/ledger/" };
let before = "";
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    for (const open of popovers()) { open.removeAttribute("open"); open.querySelector("summary").focus(); }
  }
  if (typing(event) || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "/") {
    const find = document.getElementById("q");
    if (find && find.offsetParent) { event.preventDefault(); find.focus(); find.select(); }
  } else if (before === "g" && places[event.key]) location.assign(places[event.key]);
  else {
    const meant = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key.split(" ").includes(event.key));
    if (meant) { event.preventDefault(); meant.focus(); meant.click(); }
  }
  before = event.key;
});

// Which groups of the side somebody opened is remembered on this device.
for (const group of document.querySelectorAll(".side details[data-group]")) {
  const name = "side-" + group.dataset.group;
  if (localStorage.getItem(name)) group.open = true;
  group.querySelector("summary").addEventListener("click", () => {
    if (group.open) localStorage.removeItem(name); else localStorage.setItem(name, "1");
  });
}

// A row of tabs that is wider than the screen begins where one is.
for (const tab of document.querySelectorAll(".tabs [aria-current]")) {
  const row = tab.closest(".tabs");
  row.scrollLeft = tab.offsetLeft - (row.clientWidth - tab.offsetWidth) / 2;
}

// A list beside what it lists begins where one is.
for (const here of document.querySelectorAll(".list-of .here")) {
  const list = here.closest("ol");
  list.scrollTop = here.offsetTop - (list.clientHeight - here.offsetHeight) / 2;
}

// What takes a while says so, and is not sent twice.
for (const form of document.querySelectorAll("form[data-busy]")) {
  form.addEventListener("submit", (event) => {
    const button = event.submitter || form.querySelector("button");
    setTimeout(() => { button.textContent = form.dataset.busy; button.disabled = true; });
  });
}

// A list of ids gets a field that suggests records by name and adds a line for each one taken.
for (const area of document.querySelectorAll("textarea[data-list]")) {
  const pick = document.createElement("input");
  pick.setAttribute("list", area.dataset.list);
  pick.setAttribute("aria-label", area.dataset.pick);
  pick.placeholder = area.dataset.pick;
  pick.autocomplete = "off";
  pick.addEventListener("change", () => {
    const lines = area.value.split("\n").map((line) => line.trim()).filter(Boolean);
    if (pick.value && !lines.includes(pick.value)) area.value = [...lines, pick.value].join("\n") + "\n";
    pick.value = "";
  });
  area.before(pick);
}

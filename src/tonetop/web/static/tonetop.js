// Small comforts; every page reads without them. Closes pop-overs, and "/" goes to the search.
document.addEventListener("click", (event) => {
  for (const open of document.querySelectorAll("details.look[open]")) {
    if (!open.contains(event.target)) open.removeAttribute("open");
  }
});
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select");
  if (event.key === "Escape") document.querySelectorAll("details.look[open]").forEach((open) => open.removeAttribute("open"));
  if (event.key === "/" && !typing) {
    const find = document.getElementById("q");
    if (find) { event.preventDefault(); find.focus(); }
  }
});

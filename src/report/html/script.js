"use strict";
(() => {
  const papers = [...document.querySelectorAll(".paper")];
  const noteOf = (marker) => document.getElementById(decodeURIComponent(marker.hash.slice(1)));

  // Only the markers in sight get a line: a book has thousands.
  const watch = (paper) => {
    const [text, notes] = paper.querySelectorAll(".panes > section");
    const lines = paper.querySelector("svg.lines");
    const markers = [...paper.querySelectorAll(".text a.marker")];
    let waiting = false;
    const top = (element, pane) => element.getBoundingClientRect().top - pane.getBoundingClientRect().top + element.offsetHeight / 2;
    const draw = () => {
      waiting = false;
      const height = text.clientHeight, width = lines.clientWidth;
      if (!width || !height) return;
      const clamp = (y) => Math.max(-20, Math.min(height + 20, y));
      // Markers follow each other down the page, so the first one in sight can be searched for by halves.
      let low = 0, high = markers.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (top(markers[middle], text) < 0) low = middle + 1; else high = middle;
      }
      const paths = [];
      for (let at = low; at < markers.length; at++) {
        const from = top(markers[at], text);
        if (from > height) break;
        const note = noteOf(markers[at]);
        if (!note) continue;
        const to = clamp(top(note, notes) - note.offsetHeight / 2 + 12);
        const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
        path.setAttribute("class", markers[at].className.replace("marker", "").trim());
        path.setAttribute("d", `M0 ${from} C${width / 2} ${from} ${width / 2} ${to} ${width} ${to}`);
        paths.push(path);
      }
      lines.replaceChildren(...paths);
    };
    const soon = () => { if (!waiting) { waiting = true; requestAnimationFrame(draw); } };
    for (const pane of [text, notes]) pane.addEventListener("scroll", soon, { passive: true });
    addEventListener("resize", soon);
    // The notes follow the text: the note of the first marker in sight comes into sight.
    let led = 0;
    text.addEventListener("scroll", () => {
      clearTimeout(led);
      led = setTimeout(() => {
        const first = markers.find((marker) => top(marker, text) >= 0);
        const note = first && noteOf(first);
        if (note && text.matches(":hover, :focus-within")) notes.scrollTo({ top: note.offsetTop - 60 });
      }, 120);
    }, { passive: true });
    soon();
  };
  papers.forEach(watch);

  const show = (id) => {
    const place = document.getElementById(id);
    if (!place) return;
    place.scrollIntoView({ block: "center" });
    place.classList.add("flash");
    setTimeout(() => place.classList.remove("flash"), 1600);
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (!link) return;
    event.preventDefault();
    // Both ends of a finding come into sight: the notes first, so that the text is where the eye goes.
    const item = link.closest(".finding");
    if (item) {
      const ids = [...item.querySelectorAll(".places a")].map((place) => place.hash.slice(1));
      const other = ids.find((id) => document.getElementById(id)?.closest(".notes"));
      if (other && other !== link.hash.slice(1)) show(other);
    }
    show(link.hash.slice(1));
    history.replaceState(null, "", link.hash);
  });

  const filter = document.querySelector(".filter");
  const findings = [...document.querySelectorAll(".finding")];
  filter.hidden = findings.length === 0;
  filter.addEventListener("change", () => {
    for (const box of filter.querySelectorAll("input")) {
      for (const finding of findings) if (finding.classList.contains(box.name)) finding.hidden = !box.checked;
    }
  });

  let current = -1;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input")) return;
    const step = { n: 1, p: -1 }[event.key];
    const shown = findings.filter((finding) => !finding.hidden);
    if (!step || shown.length === 0) return;
    findings[current]?.classList.remove("current");
    const at = shown.indexOf(findings[current]);
    const next = shown[(at + step + shown.length) % shown.length];
    current = findings.indexOf(next);
    next.classList.add("current");
    next.querySelector("a").click();
    next.querySelector("a").focus({ preventScroll: true });
  });
})();

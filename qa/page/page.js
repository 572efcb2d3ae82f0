// Runs once, in the part that holds the source viewer (see chat.py), and acts on the buttons of the whole page.
// Buttons say what they do by data attributes (see cards.py, viewer.py, sources.py); text never becomes markup here.
const body = document.body;
document.documentElement.lang = "zh-CN";
let opener = null; // what opened the viewer: focus returns there
let targets = []; // the citations next to the opener, for "previous" and "next"

label("status", { role: "status", "aria-live": "polite" });
label("past", { role: "log", "aria-label": "先前的问答", "aria-live": "off" });
label("viewer", { role: "complementary", "aria-label": "原文" });
label("side", { role: "complementary", "aria-label": "对话、范围和报告" });
label("main", { role: "main" });
restoreTheme();
askFromAddress();

const actions = {
  report: (button) => openSource(button),
  ask: (button) => ask({ question: button.dataset.ask }),
  edit: (button) => { trigger("edit", { position: button.dataset.edit }); focusBox(); },
  retry: (button) => trigger("retry", { position: button.dataset.retry }),
  new: () => { trigger("new_conversation", {}); body.classList.remove("side-open"); focusBox(); },
  turnTo: (button) => { trigger("turn_to", { conversation: button.dataset.turnTo }); body.classList.remove("side-open"); },
  remove: (button) => trigger("remove", { conversation: button.dataset.remove }),
  cancel: () => trigger("cancel_edit", {}),
  copy: (button) => copy(button, button.dataset.copy),
  link: (button) => copy(button, location.origin + location.pathname + button.dataset.link),
  panel: (button) => showSide(button.dataset.panel),
  theme: () => setTheme(!body.classList.contains("dark")),
  viewer: (button) => moveViewer(button.dataset.viewer),
  jump: (button) => jumpTo(button.dataset.jump),
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) {
    if (event.target.id === "layout" || event.target.closest("#main")) body.classList.remove("side-open");
    return;
  }
  for (const [name, act] of Object.entries(actions)) {
    if (name in button.dataset) return act(button);
  }
});

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest && event.target.closest("input, textarea");
  if (event.key === "Escape") {
    if (body.classList.contains("viewer-open")) closeViewer();
    body.classList.remove("side-open");
  } else if (body.classList.contains("viewer-open") && !typing && !event.altKey && !event.ctrlKey && !event.metaKey) {
    if (event.key === "ArrowLeft") moveViewer("previous");
    if (event.key === "ArrowRight") moveViewer("next");
  }
});

function label(id, attributes) {
  const part = document.getElementById(id);
  if (part) Object.entries(attributes).forEach(([name, value]) => part.setAttribute(name, value));
}

function focusBox() {
  const box = document.querySelector("#box textarea");
  if (box) box.focus();
}

function ask(wanted) {
  trigger("ask", { shared: false, regions: [], years: [], reports: [], ...wanted });
}

// A shared link holds the question and its filters; it is asked once and leaves the address.
function askFromAddress() {
  const query = new URLSearchParams(location.search);
  const question = query.get("q");
  if (!question) return;
  history.replaceState(null, "", location.pathname);
  const scope = { regions: query.getAll("region"), years: query.getAll("year").map(Number), reports: query.getAll("report") };
  setTimeout(() => ask({ question, shared: true, ...scope }), 300); // after the kept conversation has been shown
}

/* Source viewer */

function openSource(button) {
  const list = button.closest(".exchange, .sources");
  if (!button.closest("#viewer")) opener = button;
  targets = list ? [...list.querySelectorAll(button.closest(".hits") ? ".hits [data-report]" : ".card [data-report]")] : [];
  showSource(button);
}

function showSource(button) {
  const { report, paragraph, quote = "", figures = "" } = button.dataset;
  document.querySelectorAll(".opened").forEach((item) => item.classList.remove("opened"));
  button.classList.add("opened");
  body.classList.add("viewer-open");
  body.classList.remove("side-open");
  trigger("open_source", { report, paragraph, quote, figures });
}

watch("value", () => {
  const text = element.querySelector(".report .text");
  if (!text) return;
  const cited = text.querySelector(".cited");
  text.scrollTop = 0;
  if (cited) bringIntoView(text, cited.querySelector("mark") || cited);
  text.focus({ preventScroll: true });
  const find = element.querySelector(".find");
  find.value = "";
  find.oninput = () => findInReport(find.value.trim());
  find.onkeydown = (event) => { if (event.key === "Enter") findNext(); };
  findInReport("");
  if (window.innerWidth < 1200) element.querySelector(".outline details")?.removeAttribute("open");
});

function bringIntoView(text, part) {
  const offset = part.getBoundingClientRect().top - text.getBoundingClientRect().top;
  text.scrollTop += offset - text.clientHeight / 3;
}

function jumpTo(number) {
  const text = element.querySelector(".report .text");
  const paragraph = text.querySelector(`[data-number="${CSS.escape(number)}"]`);
  if (!paragraph) return;
  const before = paragraph.previousElementSibling;
  const part = before && /^H\d$/.test(before.tagName) ? before : paragraph;
  text.scrollTop += part.getBoundingClientRect().top - text.getBoundingClientRect().top - 12;
}

function moveViewer(move) {
  if (move === "close") return closeViewer();
  targets = targets.filter((item) => item.isConnected);
  if (!targets.length) return;
  const opened = targets.findIndex((item) => item.classList.contains("opened"));
  const byMarker = targets.findIndex((item) => opener && item.dataset.marker === opener.dataset.marker);
  const from = opened >= 0 ? opened : byMarker;
  const step = move === "next" ? 1 : -1;
  showSource(targets[(from + step + targets.length) % targets.length]);
}

function closeViewer() {
  body.classList.remove("viewer-open");
  document.querySelectorAll(".opened").forEach((item) => item.classList.remove("opened"));
  if (opener && opener.isConnected) opener.focus();
}

let found = [];
let foundAt = -1;

function findInReport(words) {
  found = [];
  foundAt = -1;
  const count = element.querySelector(".find-count");
  if (window.CSS && CSS.highlights) CSS.highlights.delete("found");
  if (words) {
    for (const part of element.querySelectorAll(".report .words")) collect(part, words);
    if (window.Highlight) CSS.highlights.set("found", new Highlight(...found));
  }
  count.textContent = words ? (found.length ? `${found.length} 处，回车看下一处` : "没有找到") : "";
  if (found.length) findNext();
}

function collect(part, words) {
  const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node && found.length < 2000; node = walker.nextNode()) {
    for (let at = node.data.indexOf(words); at >= 0 && found.length < 2000; at = node.data.indexOf(words, at + words.length)) {
      const range = new Range();
      range.setStart(node, at);
      range.setEnd(node, at + words.length);
      found.push(range);
    }
  }
}

function findNext() {
  if (!found.length) return;
  foundAt = (foundAt + 1) % found.length;
  bringIntoView(element.querySelector(".report .text"), found[foundAt]);
}

/* The quote beside a mark */

const bubble = document.createElement("div");
bubble.id = "bubble";
bubble.setAttribute("aria-hidden", "true"); // the mark's own label and the card say the same
body.append(bubble);

for (const name of ["mouseover", "focusin"]) {
  document.addEventListener(name, (event) => {
    const mark = event.target.closest && event.target.closest(".mark");
    if (mark) showBubble(mark);
    else bubble.classList.remove("shown");
  });
}
document.addEventListener("scroll", () => bubble.classList.remove("shown"), true);

function showBubble(mark) {
  bubble.textContent = mark.dataset.quote;
  bubble.classList.add("shown");
  const at = mark.getBoundingClientRect();
  const width = bubble.offsetWidth;
  bubble.style.left = `${Math.max(8, Math.min(at.left - width / 2, window.innerWidth - width - 8))}px`;
  const above = at.top - bubble.offsetHeight - 8;
  bubble.style.top = `${above > 8 ? above : at.bottom + 8}px`;
}

/* Side, theme, clipboard */

function showSide(panel) {
  const narrow = window.innerWidth < 900;
  if (panel === "side") {
    body.classList.toggle(narrow ? "side-open" : "side-closed");
    return;
  }
  body.classList.add("side-open");
  body.classList.remove("side-closed");
  setTimeout(() => document.querySelector("#side .filter input")?.focus(), 50);
}

function setTheme(dark) {
  body.classList.toggle("dark", dark);
  try { localStorage.setItem("wenbao-theme", dark ? "dark" : "light"); } catch { /* private window: not kept */ }
}

function restoreTheme() {
  try {
    const kept = localStorage.getItem("wenbao-theme");
    if (kept) body.classList.toggle("dark", kept === "dark");
  } catch { /* private window: the system's theme */ }
}

async function copy(button, text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = document.createElement("textarea"); // plain http from another machine has no clipboard API
    area.value = text;
    body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  const words = button.textContent;
  if (words === "已复制") return;
  button.textContent = "已复制";
  setTimeout(() => { button.textContent = words; }, 1200);
}

// Runs once, in the part that holds the source viewer (see chat.py), and acts on the buttons of the whole page.
// Buttons say what they do by data attributes (see cards.py, viewer.py, sources.py); text never becomes markup here.
const body = document.body;
document.documentElement.lang = "zh-CN";
let opener = null; // what opened the viewer: focus returns there
let targets = []; // the citations next to the opener, for "previous" and "next"

label("status", { role: "status", "aria-live": "polite" });
label("past", { role: "log", "aria-label": "先前的问答", "aria-live": "off" });
label("viewer", { role: "complementary", "aria-label": "原文" });
label("side", { role: "complementary", "aria-label": "对话和范围" });
label("main", { role: "main", "aria-label": "问答" });
label("reports-view", { role: "main", "aria-label": "报告" });
label("indicators-view", { role: "main", "aria-label": "指标" });
label("evaluation-view", { role: "main", "aria-label": "评测" });
label("uploads", { role: "status", "aria-live": "polite" });
let chatScroll = 0; // where the conversation was left
const opened = new Set(); // views whose content has been asked for
restoreTheme();
showView(location.hash.slice(1) || "chat");
askFromAddress();

const actions = {
  report: (button) => openSource(button),
  ask: (button) => { showView("chat"); ask({ question: button.dataset.ask }); },
  edit: (button) => { trigger("edit", { position: button.dataset.edit }); focusBox(); },
  retry: (button) => trigger("retry", { position: button.dataset.retry }),
  view: (button) => showView(button.dataset.view),
  verdict: (button) => judge(button),
  export: (button) => trigger("export", { kind: button.dataset.export }),
  download: (button) => trigger("download", { kind: button.dataset.download, ...indicatorOf(button) }),
  indicator: (button) => showIndicator(button.dataset.indicator, ""),
  formOf: (button) => switchForm(button),
  askReport: (button) => { trigger("ask_report", { report: button.dataset.askReport }); showView("chat"); focusBox(); },
  removeReport: (button) => { button.disabled = true; trigger("remove_report", { report: button.dataset.removeReport }); },
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
  const button = event.target.closest("button, g[role=button]");
  if (!button) {
    if (event.target.id === "layout" || event.target.closest("#main")) body.classList.remove("side-open");
    return;
  }
  for (const [name, act] of Object.entries(actions)) {
    if (name in button.dataset) return act(button);
  }
});

document.addEventListener("change", (event) => {
  if (event.target.dataset && "chip" in event.target.dataset) askAgain(event.target.closest("[data-again]"));
});

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-form]");
  if (!form) return;
  event.preventDefault();
  if (form.dataset.form === "note") sendNote(form);
  if (form.dataset.form === "indicator") showIndicator(form.elements.name.value, form.elements.region.value);
});

let finding;
document.addEventListener("input", (event) => {
  if (!event.target.dataset || event.target.dataset.find !== "reports") return;
  clearTimeout(finding);
  finding = setTimeout(() => trigger("find_reports", { words: event.target.value }), 250);
});

window.addEventListener("hashchange", () => showView(location.hash.slice(1) || "chat"));

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest && event.target.closest("input, textarea");
  if ((event.key === "Enter" || event.key === " ") && event.target.matches && event.target.matches("g[role=button]")) {
    event.preventDefault();
    openSource(event.target);
  } else if (event.key === "/" && !typing) {
    event.preventDefault();
    showView("chat");
    focusBox();
  } else if (event.key === "Escape") {
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
  trigger("ask", { shared: false, regions: [], years: [], reports: [], kinds: [], statement: "", ...wanted });
}

// A shared link holds the question and its filters; it is asked once and leaves the address.
function askFromAddress() {
  const query = new URLSearchParams(location.search);
  const question = query.get("q");
  if (!question) return;
  history.replaceState(null, "", location.pathname);
  const scope = {
    regions: query.getAll("region"),
    years: query.getAll("year").map(Number),
    reports: query.getAll("report"),
    kinds: query.getAll("kind"),
    statement: query.get("statement") || "",
  };
  const asking = setInterval(() => { // when the kept conversation has been shown
    if (!document.querySelector("#current .welcome, #current .exchange")) return;
    clearInterval(asking);
    ask({ question, shared: true, ...scope });
  }, 50);
}

/* Views */

function showView(view) {
  if (!["chat", "reports", "indicators", "evaluation"].includes(view)) return;
  if (body.dataset.view === "chat") chatScroll = window.scrollY;
  if (body.dataset.view !== view) setTimeout(() => window.scrollTo(0, view === "chat" ? chatScroll : 0), 0);
  body.dataset.view = view;
  body.classList.remove("side-open");
  if (location.hash.slice(1) !== (view === "chat" ? "" : view)) {
    history.replaceState(null, "", location.pathname + location.search + (view === "chat" ? "" : `#${view}`));
  }
  for (const button of document.querySelectorAll("#banner [data-view]")) {
    button.toggleAttribute("aria-current", button.dataset.view === view);
    if (button.dataset.view === view) button.setAttribute("aria-current", "page");
  }
  if ((view === "indicators" || view === "evaluation") && !opened.has(view)) {
    opened.add(view);
    setTimeout(() => trigger("open_view", { view }), 100); // when the page is opened here, after it has settled
  }
}

function showIndicator(name, region) {
  if (!name.trim()) return;
  const form = document.querySelector("form[data-form=indicator]");
  if (form) { form.elements.name.value = name; form.elements.region.value = region; }
  trigger("show_indicator", { name, region });
}

function indicatorOf(button) {
  return { name: button.dataset.indicatorName, region: button.dataset.region || "" };
}

function switchForm(button) {
  const box = button.closest(".chart-box");
  const next = box.dataset.formShown === "lines" ? "bars" : "lines";
  box.dataset.formShown = next;
  button.textContent = next === "lines" ? "换成柱状图" : "换成折线图";
}

/* Changing the understanding, and saying what an answer is worth */

function askAgain(line) {
  const chosen = (name) => [...line.querySelectorAll(`[data-chip=${name}]`)].map((chip) => chip.value).filter(Boolean);
  const [statement = ""] = chosen("statement");
  trigger("again", { position: line.dataset.again, regions: chosen("regions"), years: chosen("years"), statement });
}

function judge(button) {
  const row = button.closest(".feedback");
  for (const other of row.querySelectorAll("[data-verdict]")) other.setAttribute("aria-pressed", other === button);
  row.querySelector("form").hidden = false;
  row.querySelector(".thanks").textContent = "已记下";
  trigger("judge", { position: row.dataset.position, verdict: button.dataset.verdict, note: "" });
}

function sendNote(form) {
  const row = form.closest(".feedback");
  const verdict = row.querySelector("[aria-pressed=true]").dataset.verdict;
  trigger("judge", { position: row.dataset.position, verdict, note: form.elements.note.value });
  form.hidden = true;
  row.querySelector(".thanks").textContent = "已记下，谢谢";
}

/* Source viewer */

function openSource(button) {
  const list = button.closest(".exchange, .series");
  if (!button.closest("#viewer")) opener = button;
  const among = button.closest(".hits") ? ".hits [data-report]" : ".card [data-report], td .mark";
  targets = list ? [...list.querySelectorAll(among)] : [];
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
    const mark = event.target.closest && event.target.closest(".mark, .check, g[role=button]");
    if (mark) showBubble(mark);
    else bubble.classList.remove("shown");
  });
}
document.addEventListener("scroll", () => bubble.classList.remove("shown"), true);

function showBubble(mark) {
  bubble.textContent = mark.dataset.note || mark.dataset.quote;
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

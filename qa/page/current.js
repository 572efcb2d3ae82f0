// Runs once, in the part that shows the latest exchange (see chat.py). A new question is scrolled to the top,
// and stays there while its answer grows below it; nothing else moves the page.
let shown = "";
watch("value", () => {
  const exchange = element.querySelector(".exchange");
  const key = exchange ? exchange.dataset.position : "";
  const begins = exchange && exchange.dataset.status === "searching";
  if (key !== shown && begins) {
    exchange.scrollIntoView({ block: "start", behavior: calm() ? "auto" : "smooth" });
  }
  shown = begins || !exchange ? key : shown;
});

function calm() {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}

"""What a person waits for in the browser: `python benchmarks/page_latency.py [--questions N] [--generator NAME]`.

Serves the page over the reports that come with the product, opens it in headless Chromium and asks
questions of the gold set's dev part, each in a new conversation, as somebody types them. Measured in
the page itself, by its own clock, from the press of Enter to the first frame that shows the found
paragraphs, and to the first that shows verified text or a refusal. Printed are one line a question and
the medians. Needs selenium and Chromium, as the browser tests do.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import warnings
from pathlib import Path
from typing import Any, NamedTuple

from provenance import ROOT, print_provenance

sys.path.insert(0, str(ROOT))  # for tests.page.browser

from qa.config import Config
from qa.opening import default_gold, open_assistant

_PATIENCE_S = 600  # for one answer, on a busy machine

# Armed before the key is pressed; tells the two waits in milliseconds, an unfinished one as null.
_WATCH = """
window.waits = {found: null, text: null};
const box = document.querySelector("#box textarea");
box.addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  const pressed = performance.now();
  const look = () => {
    const shown = (selector) => document.querySelector("#current " + selector);
    const now = performance.now() - pressed;
    if (shown(".hits") || shown(".refusal")) window.waits.found ??= now;
    if (shown(".answer p:not(.waiting)") || shown(".refusal")) window.waits.text ??= now;
    if (window.waits.text === null) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}, {capture: true, once: true});
"""


class Waits(NamedTuple):
    """Seconds from the key to the found paragraphs, and to the first verified text."""

    found_s: float
    text_s: float


def main() -> int:
    """Run the benchmark and print one line a question, then the medians."""
    parser = argparse.ArgumentParser(description="Waiting in the browser")
    parser.add_argument("--questions", type=int, default=30)
    parser.add_argument("--generator", default=Config().generator)
    options = parser.parse_args()
    print_provenance()
    questions = dev_questions(options.questions)
    waits = measure(questions, options.generator)
    for question, wait in zip(questions, waits, strict=True):
        print(f"{wait.found_s:6.2f} s  {wait.text_s:6.2f} s  {question}")
    found_s = statistics.median(wait.found_s for wait in waits)
    text_s = statistics.median(wait.text_s for wait in waits)
    print(f"median of {len(waits)}: found paragraphs {found_s:.2f} s, first verified text {text_s:.2f} s")
    return 0


def dev_questions(count: int) -> list[str]:
    """Give so many questions of the dev part, spread evenly over it and so over all types."""
    records = [json.loads(line) for line in default_gold().read_text(encoding="utf-8").splitlines()]
    questions = [record["question"] for record in records if record["split"] == "dev" and not record.get("history")]
    return questions[:: max(len(questions) // count, 1)][:count]


def measure(questions: list[str], generator: str) -> list[Waits]:
    """Serve the page and ask; the first question is asked once more before, and not counted."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Gradio's own
        from qa.page import chat, server
        from qa.page.line import TakingTurns
    from tests.page.browser import Browser, window

    assistant = TakingTurns(open_assistant(generator=generator))
    with tempfile.TemporaryDirectory() as folder:
        page = chat.build_page(assistant, feedback=Path(folder) / "feedback")
        address = server.start(page, assistant)
        driver = window(Path(folder) / "profile", 1280)
        try:
            browser = Browser(driver, address)
            browser.open()
            return [_ask(browser, question) for question in [questions[0], *questions]][1:]
        finally:
            driver.quit()
            page.close(verbose=False)


def _ask(browser: Any, question: str) -> Waits:  # noqa: ANN401 - selenium is not needed to read this
    from selenium.webdriver.common.keys import Keys
    from selenium.webdriver.support.ui import WebDriverWait

    browser.click("[data-new]")
    browser.wait("#current .welcome")
    box = browser.wait("#box textarea")
    box.send_keys(question)
    browser.driver.execute_script(_WATCH)
    box.send_keys(Keys.ENTER)
    told = WebDriverWait(browser.driver, _PATIENCE_S, poll_frequency=0.2).until(
        lambda driver: (waits := driver.execute_script("return window.waits"))["text"] and waits
    )
    WebDriverWait(browser.driver, _PATIENCE_S).until(
        lambda _: browser.all("#current .exchange.answered, #current .exchange.refused, #current .exchange.failed")
    )
    return Waits(told["found"] / 1000, told["text"] / 1000)


if __name__ == "__main__":
    sys.exit(main())

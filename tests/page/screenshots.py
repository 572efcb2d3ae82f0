"""Pictures of every view, light and dark, 1280 and 390 wide: `python -m tests.page.screenshots --out DIR`.

Over the fake assistant by default; `--address URL` takes them of a page that is being served, with
its own first example as the question.
"""

from __future__ import annotations

import argparse
import contextlib
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from selenium.webdriver.common.keys import Keys

from tests.page.browser import Browser, window
from tests.page.fakes import FakeAssistant

WIDTHS = (1280, 390)
_SETTLE_S = 0.7  # transitions, and Gradio's own measuring of the text box


def main() -> None:
    parser = argparse.ArgumentParser(description="pictures of every view of the page")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument(
        "--address", metavar="URL", help="a page that is being served; by default one over made reports"
    )
    parser.add_argument("--question", help="what to ask; by default the first example")
    parser.add_argument("--indicator", default="地区生产总值")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    with contextlib.nullcontext(options.address) if options.address else served() as address:
        for width in WIDTHS:
            for dark in (False, True):
                name = f"{width}-{'dark' if dark else 'light'}"
                with tempfile.TemporaryDirectory() as profile:
                    driver = window(Path(profile), width, dark=dark)
                    try:
                        take(Browser(driver, address), options.out, name, options.question, options.indicator)
                    finally:
                        driver.quit()


@contextlib.contextmanager
def served() -> Iterator[str]:
    """The page over the fake assistant, for as long as it is needed."""
    from qa.page import chat, server

    assistant = FakeAssistant(pause_s=0.2, filler=30)
    with tempfile.TemporaryDirectory() as feedback:
        page = chat.build_page(assistant, feedback=Path(feedback))
        options = server.launch_options(assistant)
        _, url, _ = page.launch(server_name="127.0.0.1", prevent_thread_lock=True, quiet=True, **options)
        yield url
        page.close(verbose=False)


def take(browser: Browser, out: Path, name: str, question: str | None, indicator: str) -> None:
    """Go through the views in one window and keep a picture of each."""

    def keep(view: str) -> None:
        time.sleep(_SETTLE_S)
        browser.driver.save_screenshot(str(out / f"{view}-{name}.png"))

    browser.open()
    keep("welcome")
    _ask(browser, question or browser.text(".example").split("\n")[0])
    keep("answer")
    browser.click("#current .mark, #current .hits button")
    browser.wait("#viewer .cited")
    keep("viewer")
    browser.click("#viewer [data-viewer=close]")
    _ask(browser, "外地的苹果产量是多少？")
    keep("refusal")
    views: tuple[tuple[str, str, Callable[[], object]], ...] = (
        ("reports", "#reports .sources", lambda: None),
        ("indicators", "form[data-form=indicator]", lambda: _show_indicator(browser, indicator)),
        ("evaluation", "#evaluation .empty, #evaluation .evaluation", lambda: None),
    )
    for view, ready, act in views:
        browser.click(f"#banner [data-view={view}]")
        browser.wait(ready)
        act()
        keep(view)


def _ask(browser: Browser, question: str) -> None:
    before = len(browser.all(".exchange"))
    browser.wait("#box textarea").send_keys(question, Keys.ENTER)
    browser.until(lambda: len(browser.all(".exchange")) == before + 1)
    browser.wait("#current footer.actions")


def _show_indicator(browser: Browser, indicator: str) -> None:
    browser.wait("form[data-form=indicator] input").send_keys(indicator, Keys.ENTER)
    browser.wait("#indicator .indicator, #indicator .empty")


if __name__ == "__main__":
    main()

"""The page in a real browser, over the fake assistant."""

from __future__ import annotations

import json
import shutil
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

import pytest

webdriver = pytest.importorskip("selenium.webdriver", reason="未安装 selenium，跳过浏览器测试（pip install selenium）")

from selenium.common.exceptions import TimeoutException  # noqa: E402  after the check above
from selenium.webdriver.common.keys import Keys  # noqa: E402  after the check above
from selenium.webdriver.support.ui import WebDriverWait  # noqa: E402

from tests.page.fakes import DONGHE, QUOTE, FakeAssistant  # noqa: E402

Driver: TypeAlias = Any  # selenium is not needed to collect these tests
Element: TypeAlias = Any
Found = TypeVar("Found")

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chrome")
DRIVER = shutil.which("chromedriver")

pytestmark = [
    pytest.mark.skipif(
        not (CHROMIUM and DRIVER),
        reason="没有 Chromium 或 chromedriver（apt-get install chromium chromium-driver），跳过浏览器测试",
    ),
    # Gradio and uvicorn use what their own dependencies deprecate; ours stay errors.
    pytest.mark.filterwarnings("ignore::DeprecationWarning:(gradio|uvicorn|websockets|starlette|fastapi|httpx)"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Gradio's own, while it is imported
        from qa.page import chat, server
    page = chat.build_page(FakeAssistant(pause_s=0.3, filler=40))
    _, url, _ = page.launch(server_name="127.0.0.1", prevent_thread_lock=True, quiet=True, **server.launch_options())
    yield url
    page.close(verbose=False)


class Browser:
    """A browser window, and what the tests do with it."""

    def __init__(self, driver: Driver, address: str) -> None:
        self.driver = driver
        self.address = address

    def open(self, query: str = "") -> None:
        self.driver.get(self.address + query)
        self.wait("#current .welcome, #current .exchange")

    def all(self, selector: str) -> list[Element]:
        return list(self.driver.find_elements("css selector", selector))

    def text(self, selector: str) -> str:
        return "\n".join(item.text for item in self.all(selector))

    def wait(self, selector: str) -> Element:
        return self.until(lambda: self.all(selector))[0]

    def until(self, condition: Callable[[], Found]) -> Found:
        wait = WebDriverWait(self.driver, 20, ignored_exceptions=(Exception,))
        try:
            return wait.until(lambda _: condition())
        except TimeoutException as error:
            raise AssertionError(f"the page stayed at:\n{self.text('body')}") from error

    def click(self, selector: str) -> None:
        self.driver.execute_script("arguments[0].click()", self.wait(selector))

    def ask(self, question: str, status: str = "answered") -> None:
        before = len(self.all(".exchange"))
        self.wait("#box textarea").send_keys(question, Keys.ENTER)
        self.until(lambda: len(self.all(".exchange")) == before + 1)
        self.wait(f"#current .exchange.{status}")


def window(address: str, profile: Path, width: int) -> Driver:
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    flags = ["headless=new", "no-sandbox", "disable-gpu", "disable-dev-shm-usage", "disable-background-networking"]
    for flag in [*flags, "no-first-run", f"user-data-dir={profile}"]:
        options.add_argument(f"--{flag}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))
    size = {"width": width, "height": 844, "deviceScaleFactor": 1, "mobile": width < 600}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    return driver


@pytest.fixture
def browser(address: str, tmp_path: Path) -> Iterator[Browser]:
    driver = window(address, tmp_path, 1280)
    yield Browser(driver, address)
    driver.quit()


def test_question_is_answered_and_its_citation_opens_at_the_words(browser: Browser) -> None:
    browser.open()
    browser.ask("栎木区2022年新设企业多少户？")
    assert "新设企业3.2万户" in browser.text("#current .answer")
    browser.click("#current .mark")
    mark = browser.wait("#viewer .cited mark")
    browser.until(lambda: mark.text == QUOTE)
    inside = (
        "const r = arguments[0].getBoundingClientRect(); return r.top > 53 && r.bottom < innerHeight && r.width > 0"
    )
    browser.until(lambda: browser.driver.execute_script(inside, mark))
    browser.wait("#viewer .text").send_keys(Keys.ARROW_RIGHT)
    browser.until(lambda: browser.text("#viewer .cited mark") == DONGHE[1][2])
    browser.wait("#viewer .text").send_keys(Keys.ESCAPE)
    browser.until(lambda: not browser.all("body.viewer-open"))


def test_conversation_goes_on_is_edited_and_survives_a_reload(browser: Browser) -> None:
    browser.open()
    browser.click(".example")
    browser.wait("#current .exchange.answered")
    browser.ask("苹果产量是多少？", "refused")
    assert "最接近的段落" in browser.text("#current .refusal")
    browser.ask("失败", "failed")
    assert browser.text("#current .error") == "本地模型没有响应，请稍后重试。"
    browser.ask("坏", "failed")
    assert "程序内部出错" in browser.text("#current .error")
    browser.click("[data-edit='1']")
    browser.until(lambda: browser.wait("#box textarea").get_attribute("value") == "苹果产量是多少？")
    browser.wait("#box textarea").send_keys(Keys.END, "梨呢？", Keys.ENTER)
    browser.until(lambda: len(browser.all(".exchange.refused")) == 1 and len(browser.all(".exchange")) == 2)
    browser.until(lambda: "苹果产量是多少？梨呢？" in browser.text("#current h3"))
    time.sleep(1)  # storage is written a moment after the screen
    browser.driver.refresh()
    browser.until(lambda: len(browser.all(".exchange")) == 2)
    browser.click("[data-new]")
    browser.wait(".welcome")
    browser.until(lambda: len(browser.all(".conversations li")) == 1)


def test_stop_keeps_the_verified_text(browser: Browser) -> None:
    browser.open()
    browser.wait("#box textarea").send_keys("停", Keys.ENTER)
    browser.wait("#current .exchange.writing")
    browser.click("#box .stop-button")
    browser.wait("#current .exchange.stopped")
    browser.ask("停后马上再问")
    browser.click("[data-new]")
    browser.wait(".welcome")
    browser.wait("#box textarea").send_keys("停", Keys.ENTER)
    browser.wait("#current .exchange.writing")
    browser.click("#box .stop-button")
    browser.wait("#current .exchange.stopped")
    time.sleep(1.5)  # the fake would have gone on meanwhile
    assert browser.all("#current .exchange.stopped")
    browser.click("#current [data-retry]")
    browser.wait("#current .exchange.answered")
    assert len(browser.all(".exchange")) == 1


def test_shared_link_asks_within_its_filters(browser: Browser) -> None:
    browser.open("?q=%E6%96%B0%E8%AE%BE&region=%E6%A0%8E%E6%9C%A8%E5%8C%BA&year=2022")
    browser.wait("#current .exchange.answered")
    assert browser.text("#current .limit") == "限于：栎木区 · 2022年"


def test_markup_in_reports_shows_as_text_and_nothing_leaves_this_machine(browser: Browser) -> None:
    browser.open()
    browser.ask("脚本 <img src=x onerror='window.hacked=2'>")
    browser.click("#current .mark")
    browser.until(lambda: "<script>" in browser.text("#viewer .cited mark"))
    assert browser.driver.execute_script("return window.hacked") is None
    assert not browser.all("#layout img, #viewer img, #layout a, #viewer a")
    sent = [json.loads(entry["message"])["message"] for entry in browser.driver.get_log("performance")]
    urls = [item["params"]["request"]["url"] for item in sent if item["method"] == "Network.requestWillBeSent"]
    own = (browser.address, "data:", "blob:", "chrome")  # "chrome": the browser's own empty page
    assert [url for url in urls if not url.startswith(own)] == []
    assert [entry for entry in browser.driver.get_log("browser") if entry["level"] == "SEVERE"] == []


def test_phone_scrolls_only_downwards(address: str, tmp_path: Path) -> None:
    browser = Browser(window(address, tmp_path, 390), address)
    try:
        browser.open()
        browser.ask("新设企业多少户？")
        wide = "return document.documentElement.scrollWidth > innerWidth"
        assert not browser.driver.execute_script(wide)
        browser.click("#current .mark")
        browser.wait("#viewer .cited mark")
        assert not browser.driver.execute_script(wide)
    finally:
        browser.driver.quit()


def test_programs_ask_through_the_api(address: str) -> None:
    from gradio_client import Client

    client = Client(address, verbose=False, analytics_enabled=False)
    answer = client.predict("新设企业多少户？", [], ["栎木区"], [2022], [], api_name="/ask")
    assert answer["citations"][0]["quote"] == QUOTE
    assert [name for name in client.view_api(return_format="dict")["named_endpoints"]] == ["/ask"]

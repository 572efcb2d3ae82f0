"""A browser window over the page, for tests and screenshots; needs selenium, Chromium and its driver."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

import pytest
from selenium import webdriver
from selenium.common.exceptions import TimeoutException
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

Driver: TypeAlias = Any
Element: TypeAlias = Any
Found = TypeVar("Found")

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chrome")
DRIVER = shutil.which("chromedriver")
# Marks of the tests of the page in a browser.
IN_BROWSER = [
    pytest.mark.skipif(
        not (CHROMIUM and DRIVER),
        reason="没有 Chromium 或 chromedriver（apt-get install chromium chromium-driver），跳过浏览器测试",
    ),
    # Gradio and uvicorn use what their own dependencies deprecate; ours stay errors.
    pytest.mark.filterwarnings("ignore::DeprecationWarning:(gradio|uvicorn|websockets|starlette|fastapi|httpx)"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
_PATIENCE_S = 60  # of a busy machine; nothing waits that long otherwise


class Browser:
    """A browser window, and what the tests do with it."""

    def __init__(self, driver: Driver, address: str, downloads: Path | None = None) -> None:
        self.driver = driver
        self.address = address
        self.downloads = downloads

    def resize(self, width: int, height: int = 844) -> None:
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)

    def storage(self, replaced_by: str = "{}") -> str:
        """What the browser keeps of the page, as JSON, after which it keeps `replaced_by`."""
        self.driver.get(self.address + "nothing")  # the page itself would write its own again
        kept = str(self.driver.execute_script("return JSON.stringify(localStorage)"))
        script = "localStorage.clear(); Object.assign(localStorage, JSON.parse(arguments[0]))"
        self.driver.execute_script(script, replaced_by)
        return kept

    def downloaded(self, name: str) -> bytes:
        """The bytes of a file that the page hands over, once it is there whole."""
        assert self.downloads is not None
        path = self.downloads / name
        self.until(lambda: path.exists() and path.stat().st_size)
        content = path.read_bytes()
        path.unlink()
        return content

    def open(self, query: str = "") -> None:
        self.driver.get("about:blank")  # a new hash alone would not load the page
        self.driver.get(self.address + query)
        self.wait("#current .welcome, #current .exchange")

    def all(self, selector: str) -> list[Element]:
        return list(self.driver.find_elements("css selector", selector))

    def text(self, selector: str) -> str:
        return "\n".join(item.text for item in self.all(selector))

    def wait(self, selector: str) -> Element:
        return self.until(lambda: self.all(selector))[0]

    def until(self, condition: Callable[[], Found]) -> Found:
        wait = WebDriverWait(self.driver, _PATIENCE_S, ignored_exceptions=(Exception,))
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


def window(
    profile: Path, width: int, *, height: int = 844, dark: bool = False, downloads: Path | None = None
) -> Driver:
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    flags = ["headless=new", "no-sandbox", "disable-gpu", "disable-dev-shm-usage", "disable-background-networking"]
    for flag in [*flags, "no-first-run", f"user-data-dir={profile}"]:
        options.add_argument(f"--{flag}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    if downloads:
        several = {"profile.default_content_setting_values.automatic_downloads": 1}
        options.add_experimental_option("prefs", {"download.default_directory": str(downloads), **several})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    light = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [light]})
    return driver

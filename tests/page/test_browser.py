"""The page in a real browser, over the fake assistant."""

from __future__ import annotations

import io
import json
import time
import warnings
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest

pytest.importorskip("selenium.webdriver", reason="未安装 selenium，跳过浏览器测试（pip install selenium）")

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

from qa.feedback import candidates
from tests.page.browser import IN_BROWSER, Browser, window
from tests.page.fakes import DONGHE, QUOTE, FakeAssistant, write_own_report

pytestmark = IN_BROWSER


@pytest.fixture(scope="module")
def feedback(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("feedback")


@pytest.fixture(scope="module")
def address(feedback: Path) -> Iterator[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Gradio's own, while it is imported
        from qa.page import chat, server
    assistant = FakeAssistant(pause_s=0.3, filler=40)
    page = chat.build_page(assistant, feedback=feedback)
    options = server.launch_options(assistant)
    _, url, _ = page.launch(server_name="127.0.0.1", prevent_thread_lock=True, quiet=True, **options)
    yield url
    page.close(verbose=False)


@pytest.fixture(scope="module")
def one_window(address: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    downloads = tmp_path_factory.mktemp("downloads")
    driver = window(tmp_path_factory.mktemp("profile"), 1280, downloads=downloads)
    yield Browser(driver, address, downloads)
    driver.quit()


@pytest.fixture
def browser(one_window: Browser) -> Browser:
    """One window for all tests, as of someone who has never been here."""
    one_window.storage()
    one_window.resize(1280)
    one_window.driver.get_log("browser")  # what the tests before left there
    return one_window


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


def test_no_view_scrolls_sideways_on_a_phone(browser: Browser) -> None:
    browser.resize(390)
    wide = "return document.documentElement.scrollWidth > innerWidth"
    browser.open()
    browser.ask("新设企业多少户？")
    assert not browser.driver.execute_script(wide)
    browser.click("#current .mark")
    browser.wait("#viewer .cited mark")
    assert not browser.driver.execute_script(wide)
    browser.click("#viewer [data-viewer=close]")
    for view, ready in (
        ("reports", "#reports .sources"),
        ("indicators", ".pick"),
        ("evaluation", "#evaluation .empty"),
    ):
        browser.click(f"#banner [data-view={view}]")
        browser.until(lambda ready=ready: browser.wait(ready).is_displayed())
        assert not browser.driver.execute_script(wide), view
    browser.click("#banner [data-view=indicators]")
    browser.click("[data-indicator=地区生产总值]")
    browser.wait("#indicator .chart")
    assert not browser.driver.execute_script(wide)


def test_upload_is_asked_beside_the_reports_and_seen_by_nobody_else(browser: Browser, tmp_path: Path) -> None:
    broken = tmp_path / "坏的.docx"
    broken.write_bytes(b"PK no zip")
    browser.open("#reports")
    files = f"{write_own_report(tmp_path, '青溪区')}\n{broken}"
    browser.wait("input[type=file]").send_keys(files)
    browser.until(lambda: browser.text("#reports .badge") == "仅自己可见")
    assert "已加入 青溪区.docx" in browser.text("#uploads .note")
    browser.until(lambda: browser.text("#uploads .error").startswith("坏的.docx"))
    browser.click("#banner [data-view=chat]")
    browser.ask("青溪区新增停车位多少个？")
    assert "新增停车位2350个" in browser.text("#current .answer")
    browser.click("#current .mark")
    browser.until(lambda: "2350个" in browser.text("#viewer .cited mark"))
    time.sleep(1)  # storage is written a moment after the screen
    browser.driver.refresh()
    browser.click("#banner [data-view=reports]")
    browser.until(lambda: len(browser.all("#reports .badge")) == 1)
    kept = browser.storage()
    browser.open()  # as somebody else
    browser.click("#banner [data-view=reports]")
    browser.until(lambda: len(browser.all("#reports .sources li")) == 2)
    assert "青溪区" not in browser.text("body")
    browser.storage(kept)
    browser.open("#reports")
    browser.click("[data-remove-report]")
    browser.until(lambda: "已移除" in browser.text("#uploads"))
    browser.until(lambda: len(browser.all("#reports .sources li")) == 2)


def test_indicator_is_charted_opens_its_paragraph_and_is_downloaded(browser: Browser) -> None:
    browser.open("#indicators")
    browser.wait("form[data-form=indicator] input").send_keys("市场主体", Keys.ENTER)
    browser.wait("#indicator .lines circle")
    assert "报告未提及" in browser.text("#indicator table")
    browser.click("[data-form-of]")
    browser.until(lambda: browser.wait("#indicator .bars rect").is_displayed())
    browser.wait("#indicator .bars g[role=button]").send_keys(Keys.ENTER)
    browser.until(lambda: "新设市场主体2.4万户" in browser.text("#viewer .cited mark"))
    browser.click("[data-download=csv]")
    [head, *rows] = browser.downloaded("指标-市场主体.csv").decode("utf-8-sig").splitlines()
    assert head.startswith("指标,地区,年份")
    assert any(row.startswith("市场主体,东河区,2022年,2.4万户") for row in rows)
    browser.click("[data-download=xlsx]")
    assert browser.downloaded("指标-市场主体.xlsx").startswith(b"PK")


def test_verdict_and_note_are_kept_as_a_gold_candidate(browser: Browser, feedback: Path) -> None:
    browser.open()
    browser.ask("新设企业多少户？")
    browser.click("[data-verdict=wrong_source]")
    browser.until(lambda: browser.wait(".feedback input").is_displayed())
    browser.wait(".feedback input").send_keys("第二条出处不对", Keys.ENTER)
    browser.until(lambda: candidates(feedback)[-1]["note"] == "第二条出处不对")
    [candidate] = candidates(feedback)
    assert (candidate["question"], candidate["verdict"]) == ("新设企业多少户？", "wrong_source")
    assert browser.text(".feedback .thanks") == "已记下，谢谢"


def test_conversation_is_exported_to_word_and_markdown(browser: Browser) -> None:
    browser.open()
    browser.ask("新设企业多少户？")
    browser.ask("那东河区呢？")
    browser.click("#current [data-export=docx]")
    document = docx.Document(io.BytesIO(browser.downloaded("问报-新设企业多少户.docx")))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts.count("2022年，栎木区新设企业3.2万户，同比增长12.5%。同期东河区新设市场主体2.4万户。") == 2
    assert "那东河区呢？" in texts
    browser.click("#current [data-export=md]")
    assert f"原文：“{QUOTE}”" in browser.downloaded("问报-新设企业多少户.md").decode()


def test_understanding_is_changed_and_one_report_is_asked(browser: Browser) -> None:
    browser.open()
    browser.ask("新设企业多少户？")
    chip = browser.wait("#current select[data-chip=statement]")
    Select(chip).select_by_visible_text("目标")
    browser.until(lambda: browser.text("#current .limit") == "限于：目标")
    browser.wait("#current .exchange.answered")
    assert len(browser.all(".exchange")) == 1
    browser.click("#banner [data-view=reports]")
    browser.wait("#reports-head input").send_keys("东河")
    browser.until(lambda: len(browser.all("#reports .sources li")) == 1)
    browser.click("[data-ask-report]")
    browser.until(lambda: "东河区" in browser.text("#side .filter"))
    browser.ask("新设市场主体多少户？")
    assert browser.text("#current .limit") == "限于：2023年东河区政府工作报告"


def test_badge_tells_what_was_checked(browser: Browser) -> None:
    browser.open()
    browser.ask("相差多少？")
    assert "算式 3.2 − 2.4 = 0.8，3.2 见 [1]，2.4 见 [2]" in browser.text("#current .operands")
    ActionChains(browser.driver).move_to_element(browser.wait("#current .check")).perform()
    browser.until(lambda: "已核对" in browser.text("#bubble.shown"))

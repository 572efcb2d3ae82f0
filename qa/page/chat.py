"""The chat page: its parts, and which event goes to which handler."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.resources import files
from typing import Any, NamedTuple

import gradio as gr

from qa.datatypes import Turn
from qa.errors import QAError
from qa.page.conversation import Notebook, Scope
from qa.page.handlers import KEEP, Assistant, Handlers, Screen
from qa.page.markup import Markup, tag
from qa.page.records import Json
from qa.page.sources import region_choices, report_choices, source_list, year_choices

# One answer at a time: the local model is one engine, and two answers on two cores are each half as quick.
_ANSWERING: dict[str, Any] = {"concurrency_id": "answering", "concurrency_limit": 1}
_AT_ONCE: dict[str, Any] = {"queue": False, "show_progress": "hidden", "api_visibility": "private"}
# In the same stream as the answer, and so after all of it that was sent before.
_IN_ORDER: dict[str, Any] = {"concurrency_limit": None, "show_progress": "hidden", "api_visibility": "private"}
_STORAGE: dict[str, str] = {"storage_key": "wenbao", "secret": "wenbao"}  # fixed, so that a restart finds it again


class Parts(NamedTuple):
    """The parts of the page that events read or change."""

    screen: list[Any]  # in the order of the fields of `Screen`
    viewer: Any

    def of(self, *names: str) -> list[Any]:
        """Give the parts that stand for these fields of `Screen`."""
        return [self.screen[Screen._fields.index(name)] for name in names]


def build_page(assistant: Assistant, *, examples: Sequence[str] | None = None) -> gr.Blocks:
    """Give the page over one assistant, ready for `server.serve`.

    `examples` are the questions offered on an empty page; by default they are made from the reports.
    """
    handlers = Handlers(assistant, examples=examples)
    with gr.Blocks(title="问报", analytics_enabled=False, fill_width=True) as page:
        parts = _lay_out(handlers)
        _connect_questions(handlers, parts)
        _connect_conversations(handlers, parts)
        _connect_sources(handlers, parts)
        page.load(_updating(handlers.load), parts.of("record"), parts.screen, **_AT_ONCE)
        _offer_to_programs(handlers)
    return page


def _lay_out(handlers: Handlers) -> Parts:
    states = {name: gr.State(None) for name in ("position", "pending", "live")}
    record = gr.BrowserState(Notebook.empty().record(), **_STORAGE)
    _html(_banner(), "banner")
    with gr.Row(elem_id="layout"):
        with gr.Column(elem_id="side"):
            conversations, filters = _lay_out_side(handlers)
        with gr.Column(elem_id="main"):
            past = _html("", "past")
            current = _html("", "current", script="current.js")
            with gr.Column(elem_id="composer"):
                notice = _html("", "notice")
                box = gr.Textbox(
                    elem_id="box",
                    label="问题",
                    show_label=False,
                    container=False,
                    placeholder="问一个关于报告的问题",
                    max_lines=6,
                    max_length=2000,
                    submit_btn="发送",
                    stop_btn="停止",
                    autofocus=True,
                )
    status = _html("", "status")
    viewer = _html("", "viewer", script="page.js")
    named = {"past": past, "current": current, "conversations": conversations, "status": status, "notice": notice}
    named |= {"box": box, "record": record, **states, **filters}
    return Parts([named[name] for name in Screen._fields], viewer)


def _lay_out_side(handlers: Handlers) -> tuple[gr.HTML, dict[str, gr.Dropdown]]:
    sources = handlers.sources
    _html(tag("button", "＋ 新对话", type="button", class_="new", data_new=True), "new")
    _html(tag("h2", "对话"), "conversations-title")
    conversations = _html("", "conversations")
    _html(tag("h2", "只查这些"), "filters-title")
    filters = {
        name: gr.Dropdown(choices, label=label, value=[], multiselect=True, elem_classes="filter")
        for name, label, choices in (
            ("regions", "地区", region_choices(sources)),
            ("years", "年份", year_choices(sources)),
            ("reports", "报告", report_choices(sources)),
        )
    }
    _html(tag("h2", f"报告（{len(sources)}）"), "sources-title")
    _html(source_list(sources), "sources")
    return conversations, filters


def _html(value: str, elem_id: str, script: str | None = None) -> gr.HTML:
    code = files("qa.page").joinpath(script).read_text(encoding="utf-8") if script else None
    return gr.HTML(value, elem_id=elem_id, js_on_load=code, apply_default_css=False)


def _banner() -> Markup:
    side = tag("button", "☰", type="button", class_="quiet", data_panel="side", aria_label="打开或收起侧栏")
    theme = tag(
        "button", "◐", type="button", class_="quiet", data_theme=True, aria_label="切换浅色和深色", title="浅色/深色"
    )
    name = tag("h1", "问报", tag("span", "政府报告问答 · 句句有出处", class_="tagline"))
    return tag("div", side, name, theme, class_="banner")


def _connect_questions(handlers: Handlers, parts: Parts) -> None:
    def begin(question: str, record: str, position: int | None, live: str | None, *filters: Iterable[str]) -> Screen:
        return handlers.begin(question, record, position, live, _scope(*filters))

    def ask_given(record: str, live: str | None, event: gr.EventData) -> Screen:
        scope = _scope(event.regions, event.years, event.reports)
        screen = handlers.begin(str(event.question), record, None, live, scope)
        return handlers.with_filters(screen, scope) if event.shared else screen

    def retry(
        record: str,
        live: str | None,
        regions: Iterable[str],
        years: Iterable[int],
        reports: Iterable[str],
        event: gr.EventData,
    ) -> Screen:
        return handlers.retry(int(event.position), record, live, _scope(regions, years, reports))

    filters = ("regions", "years", "reports")
    box = parts.of("box")[0]
    begun = [
        box.submit(_updating(begin), parts.of("box", "record", "position", "live", *filters), parts.screen, **_AT_ONCE),
        parts.viewer.ask(_updating(ask_given), parts.of("record", "live"), parts.screen, **_AT_ONCE),
        parts.viewer.retry(_updating(retry), parts.of("record", "live", *filters), parts.screen, **_AT_ONCE),
    ]
    for event in begun:
        _answer_after(handlers, parts, event)


def _answer_after(handlers: Handlers, parts: Parts, begun: gr.events.Dependency) -> None:
    def answer(pending: str | None, record: str) -> Iterator[list[Any]]:
        for screen in handlers.answer(pending, record):
            yield _updates(screen)

    run = begun.then(
        answer,
        parts.of("pending", "record"),
        parts.screen,
        trigger_mode="multiple",  # by default a question right after a stopped one would be dropped
        show_progress="hidden",
        api_visibility="private",
        **_ANSWERING,
    )
    # `failure`, since `then` does not follow a generator that raised (Gradio 6.31).
    run.failure(_updating(handlers.fail), parts.of("live", "record"), parts.screen, **_AT_ONCE)


def _connect_conversations(handlers: Handlers, parts: Parts) -> None:
    def edit(record: str, event: gr.EventData) -> Screen:
        return handlers.edit(int(event.position), record)

    def turn_to(live: str | None, record: str, event: gr.EventData) -> Screen:
        return handlers.turn_to(str(event.conversation), live, record)

    def remove(live: str | None, record: str, event: gr.EventData) -> Screen:
        return handlers.remove(str(event.conversation), live, record)

    kept = parts.of("live", "record")
    viewer = parts.viewer
    viewer.edit(_updating(edit), parts.of("record"), parts.screen, **_AT_ONCE)
    viewer.cancel_edit(_updating(handlers.cancel_edit), None, parts.screen, **_AT_ONCE)
    parts.of("box")[0].stop(_updating(handlers.stop), kept, parts.screen, **_IN_ORDER)
    viewer.new_conversation(_updating(handlers.new_conversation), kept, parts.screen, **_IN_ORDER)
    viewer.turn_to(_updating(turn_to), kept, parts.screen, **_IN_ORDER)
    viewer.remove(_updating(remove), kept, parts.screen, **_IN_ORDER)


def _connect_sources(handlers: Handlers, parts: Parts) -> None:
    def open_source(event: gr.EventData) -> str:
        figures = str(event.figures).split()
        return handlers.open_source(str(event.report), int(event.paragraph), str(event.quote), figures)

    parts.viewer.open_source(open_source, None, parts.viewer, **_AT_ONCE)


def _offer_to_programs(handlers: Handlers) -> None:
    def ask(
        question: str,
        history: list[dict[str, str]] | None = None,
        regions: list[str] | None = None,
        years: list[int] | None = None,
        reports: list[str] | None = None,
    ) -> dict[str, Json]:
        """Answer a question from the reports; the result is the Answer as JSON, with its citations.

        Args:
            question: the question, in Chinese.
            history: earlier exchanges, oldest first, each with "question" and "answer".
            regions: regions to search in; empty searches all.
            years: years to search in; empty searches all.
            reports: ids of reports to search in; empty searches all.
        """
        try:
            turns = [Turn(turn["question"], turn["answer"]) for turn in history or []]
            return dict(handlers.ask(question, turns, _scope(regions, years, reports)))
        except KeyError as error:
            raise gr.Error(f"history 的每一项都要有 question 和 answer，缺少 {error}。") from error
        except QAError as error:
            raise gr.Error(str(error)) from error

    gr.api(ask, api_name="ask", **_ANSWERING)


def _scope(regions: Iterable[str] | None, years: Iterable[str | int] | None, reports: Iterable[str] | None) -> Scope:
    return Scope(tuple(regions or ()), tuple(int(year) for year in years or ()), tuple(reports or ()))


def _updating(handler: Callable[..., Screen]) -> Callable[..., list[Any]]:
    """Give a handler as Gradio calls it; its signature stays, since Gradio reads it."""

    @functools.wraps(handler)
    def updates(*arguments: object) -> list[Any]:
        return _updates(handler(*arguments))

    return updates


def _updates(screen: Screen) -> list[Any]:
    return [gr.skip() if value is KEEP else value for value in screen]

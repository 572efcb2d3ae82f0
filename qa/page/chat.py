"""The chat page: its parts, and which event goes to which handler."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import gradio as gr

from qa.datatypes import Statement
from qa.opening import kept_folder
from qa.page.conversation import Scope
from qa.page.endpoints import offer_to_programs
from qa.page.handlers import KEEP, Handlers, Screen
from qa.page.markup import Markup, tag
from qa.page.shelves import Assistant, Shelves
from qa.page.sources import kind_choices, region_choices, report_choices, year_choices
from qa.page.tabs import AT_ONCE, Tabs, html
from qa.page.views import Views

# Each waits in a thread until it is its turn (see `TakingTurns`); of Gradio's forty, ten are left for all else.
_ANSWERING: dict[str, Any] = {"concurrency_id": "answering", "concurrency_limit": 30}
# In the same stream as the answer, and so after all of it that was sent before.
_IN_ORDER: dict[str, Any] = {"concurrency_limit": None, "show_progress": "hidden", "api_visibility": "private"}
_FILTERS = ("regions", "years", "reports", "kinds")
_STORAGE: dict[str, str] = {"storage_key": "wenbao", "secret": "wenbao"}  # fixed, so that a restart finds it again


class Parts(NamedTuple):
    """The parts of the page that events read or change."""

    screen: list[Any]  # in the order of the fields of `Screen`
    viewer: Any

    def of(self, *names: str) -> list[Any]:
        """Give the parts that stand for these fields of `Screen`."""
        return [self.screen[Screen._fields.index(name)] for name in names]


def build_page(
    assistant: Assistant,
    *,
    examples: Sequence[str] | None = None,
    feedback: Path | None = None,
    evaluation: Path = Path("evaluation"),
    shared_uploads: Path | None = None,
) -> gr.Blocks:
    """Give the page over one assistant, ready for `server.serve`.

    Args:
        assistant: what answers; uploads of one person are searched beside its reports.
        examples: the questions offered on an empty page; by default they are made from the reports.
        feedback: the folder where what people say of answers is kept; by default the user's own.
        evaluation: the result folder of `wenbao evaluate` that is shown; there need not be one.
        shared_uploads: the folder where uploads are kept for everybody; None keeps them private and for a while.
    """
    shelves = Shelves(assistant, common=shared_uploads)
    handlers = Handlers(shelves, feedback or kept_folder(), examples=examples)
    with gr.Blocks(title="问报", analytics_enabled=False, fill_width=True, delete_cache=(600, 600)) as page:
        parts, tabs = _lay_out(shelves, Views(shelves, evaluation))
        _connect_questions(handlers, parts)
        _connect_conversations(handlers, parts)
        _connect_source(handlers, parts)
        owner, record = parts.of("owner", "record")
        filters = parts.of(*_FILTERS)
        tabs.connect(parts.viewer, owner, record, filters, lambda owner: _choices(shelves, owner))
        loaded = page.load(_updating(handlers.load), parts.of("record"), parts.screen, **AT_ONCE)
        tabs.refresh_after(loaded, owner, filters, lambda owner: _choices(shelves, owner))
        offer_to_programs(assistant)
    return page


def _lay_out(shelves: Shelves, views: Views) -> tuple[Parts, Tabs]:
    states = {name: gr.State(None) for name in ("position", "pending", "live", "owner")}
    record = gr.BrowserState("", **_STORAGE)
    html(_banner(), "banner")
    with gr.Row(elem_id="layout"):
        with gr.Column(elem_id="side"):
            conversations, filters = _lay_out_side(shelves)
        with gr.Column(elem_id="main"):
            past = html("", "past")
            current = html("", "current", script="current.js")
            with gr.Column(elem_id="composer"):
                notice = html("", "notice")
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
        tabs = Tabs(views)
    status = html("", "status")
    viewer = html("", "viewer", script="page.js")
    named = {"past": past, "current": current, "conversations": conversations, "status": status, "notice": notice}
    named |= {"box": box, "record": record, **states, **filters}
    return Parts([named[name] for name in Screen._fields], viewer), tabs


def _lay_out_side(shelves: Shelves) -> tuple[gr.HTML, dict[str, gr.Dropdown]]:
    html(tag("button", "＋ 新对话", type="button", class_="new", data_new=True), "new")
    html(tag("h2", "对话"), "conversations-title")
    conversations = html("", "conversations")
    html(tag("h2", "只查这些（不选查全部）"), "filters-title")
    choices = _choices(shelves, None)
    filters = {
        name: gr.Dropdown(
            choices[name], label=label, value=[], multiselect=True, elem_classes="filter", info=None,
            visible=name != "kinds" or len(choices[name]) > 1,
        )
        for name, label in zip(_FILTERS, ("地区", "年份", "报告", "报告类型"), strict=True)
    }  # fmt: skip
    upload = tag("button", "上传自己的报告", type="button", class_="quiet", data_view="reports")
    html(tag("p", upload, class_="hint"), "to-reports")
    return conversations, filters


def _choices(shelves: Shelves, owner: str | None) -> dict[str, list[Any]]:
    sources = shelves.desk(owner).sources
    return {
        "regions": list(region_choices(sources)),
        "years": list(year_choices(sources)),
        "reports": list(report_choices(sources)),
        "kinds": list(kind_choices(sources)),
    }


def _banner() -> Markup:
    side = tag("button", "☰", type="button", class_="quiet", data_panel="side", aria_label="打开或收起侧栏")
    theme = tag(
        "button", "◐", type="button", class_="quiet", data_theme=True, aria_label="切换浅色和深色", title="浅色/深色"
    )
    name = tag("h1", "问报", tag("span", "政府报告问答 · 句句有出处", class_="tagline"))
    views = [
        tag("button", label, type="button", data_view=view)
        for view, label in (("chat", "问答"), ("reports", "报告"), ("indicators", "指标"), ("evaluation", "评测"))
    ]
    return tag("div", side, name, tag("nav", *views, aria_label="页面"), theme, class_="banner")


def _connect_questions(handlers: Handlers, parts: Parts) -> None:
    def begin(question: str, record: str, position: int | None, live: str | None, *filters: Iterable[str]) -> Screen:
        return handlers.begin(question, record, position, live, _scope(*filters))

    def ask_given(record: str, live: str | None, event: gr.EventData) -> Screen:
        statement = Statement(event.statement) if event.statement in set(Statement) else None
        scope = replace(_scope(event.regions, event.years, event.reports, event.kinds), statement=statement)
        screen = handlers.begin(str(event.question), record, None, live, scope)
        return handlers.with_filters(screen, scope) if event.shared else screen

    def retry(
        record: str,
        live: str | None,
        regions: Iterable[str],
        years: Iterable[int],
        reports: Iterable[str],
        kinds: Iterable[str],
        event: gr.EventData,
    ) -> Screen:
        return handlers.retry(int(event.position), record, live, _scope(regions, years, reports, kinds))

    def again(record: str, live: str | None, event: gr.EventData) -> Screen:
        years = [int(year) for year in event.years]
        return handlers.ask_again(int(event.position), record, live, event.regions, years, str(event.statement))

    filters = _FILTERS
    box = parts.of("box")[0]
    begun = [
        box.submit(_updating(begin), parts.of("box", "record", "position", "live", *filters), parts.screen, **AT_ONCE),
        parts.viewer.ask(_updating(ask_given), parts.of("record", "live"), parts.screen, **AT_ONCE),
        parts.viewer.retry(_updating(retry), parts.of("record", "live", *filters), parts.screen, **AT_ONCE),
        parts.viewer.again(_updating(again), parts.of("record", "live"), parts.screen, **AT_ONCE),
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
    run.failure(_updating(handlers.fail), parts.of("live", "record"), parts.screen, **AT_ONCE)


def _connect_conversations(handlers: Handlers, parts: Parts) -> None:
    def edit(record: str, event: gr.EventData) -> Screen:
        return handlers.edit(int(event.position), record)

    def turn_to(live: str | None, record: str, event: gr.EventData) -> Screen:
        return handlers.turn_to(str(event.conversation), live, record)

    def remove(live: str | None, record: str, event: gr.EventData) -> Screen:
        return handlers.remove(str(event.conversation), live, record)

    def judge(record: str, event: gr.EventData) -> Screen:
        return handlers.judge(int(event.position), str(event.verdict), str(event.note), record)

    kept = parts.of("live", "record")
    viewer = parts.viewer
    viewer.edit(_updating(edit), parts.of("record"), parts.screen, **AT_ONCE)
    viewer.cancel_edit(_updating(handlers.cancel_edit), None, parts.screen, **AT_ONCE)
    parts.of("box")[0].stop(_updating(handlers.stop), kept, parts.screen, **_IN_ORDER)
    viewer.new_conversation(_updating(handlers.new_conversation), kept, parts.screen, **_IN_ORDER)
    viewer.turn_to(_updating(turn_to), kept, parts.screen, **_IN_ORDER)
    viewer.remove(_updating(remove), kept, parts.screen, **_IN_ORDER)
    viewer.judge(_updating(judge), parts.of("record"), parts.screen, **AT_ONCE)


def _connect_source(handlers: Handlers, parts: Parts) -> None:
    def open_source(owner: str | None, event: gr.EventData) -> str:
        figures = str(event.figures).split()
        return handlers.open_source(owner, str(event.report), int(event.paragraph), str(event.quote), figures)

    parts.viewer.open_source(open_source, parts.of("owner"), parts.viewer, **AT_ONCE)


def _scope(
    regions: Iterable[str] | None, years: Iterable[str | int] | None, reports: Iterable[str] | None,
    kinds: Iterable[str] | None = None,
) -> Scope:  # fmt: skip
    return Scope(
        tuple(regions or ()), tuple(int(year) for year in years or ()), tuple(reports or ()), tuple(kinds or ())
    )


def _updating(handler: Callable[..., Screen]) -> Callable[..., list[Any]]:
    """Give a handler as Gradio calls it; its signature stays, since Gradio reads it."""

    @functools.wraps(handler)
    def updates(*arguments: object) -> list[Any]:
        return _updates(handler(*arguments))

    return updates


def _updates(screen: Screen) -> list[Any]:
    return [gr.skip() if value is KEEP else value for value in screen]

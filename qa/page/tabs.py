"""The views beside the conversation: reports, indicators, evaluation; their parts, and which event goes where."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib.resources import files
from typing import Any

import gradio as gr

from qa.page.markup import Markup, alert, join, tag
from qa.page.views import Views
from qa.reports.formats import SUFFIXES

AT_ONCE: dict[str, Any] = {"queue": False, "show_progress": "hidden", "api_visibility": "private"}
_UPLOADING: dict[str, Any] = {"concurrency_limit": 4, "show_progress": "hidden", "api_visibility": "private"}

Choices = Callable[[str | None], Mapping[str, list[Any]]]  # of the filters, for one person


def html(value: str, elem_id: str, script: str | None = None) -> gr.HTML:
    """Give a part of the page that shows our own HTML, with the script that it runs once."""
    code = files("qa.page").joinpath(script).read_text(encoding="utf-8") if script else None
    return gr.HTML(value, elem_id=elem_id, js_on_load=code, apply_default_css=False)


class Tabs:
    """The parts of the views; made inside the page's layout."""

    def __init__(self, views: Views) -> None:
        """Lay the views out."""
        self._views = views
        with gr.Column(elem_id="reports-view", elem_classes="view"):
            html(_reports_head(), "reports-head")
            self._upload = gr.UploadButton(
                "上传报告", elem_id="upload", file_count="multiple", file_types=sorted(SUFFIXES), size="sm"
            )
            html(tag("p", views.upload_hint(), class_="hint"), "upload-hint")
            self._uploads = html("", "uploads")
            self._reports = html(views.reports(None), "reports")
        with gr.Column(elem_id="indicators-view", elem_classes="view"):
            html(_head("指标", "同一个指标在各地各年的数值，都来自报告原文。"), "indicators-title")
            self._indicators_head = html(tag("p", "正在整理报告里的数字…", class_="waiting"), "indicators-head")
            self._indicator = html("", "indicator")
        with gr.Column(elem_id="evaluation-view", elem_classes="view"):
            html(_head("评测", "最近一次用标准问题集评测的结果。"), "evaluation-title")
            self._evaluation = html(tag("p", "正在读取…", class_="waiting"), "evaluation")
        self._download = html("", "download", script="download.js")

    def connect(self, hub: Any, owner: Any, record: Any, filters: list[Any], choices: Choices) -> None:  # noqa: ANN401
        """Connect the views; `hub` is the part whose script sends the events, see page.js."""
        views = self._views

        def find_reports(owner: str | None, event: gr.EventData) -> str:
            return views.reports(owner, str(event.words))

        def open_view(owner: str | None, event: gr.EventData) -> list[Any]:
            opened = str(event.view)
            return [
                views.indicators_head(owner) if opened == "indicators" else gr.skip(),
                views.evaluation() if opened == "evaluation" else gr.skip(),
            ]

        def show_indicator(owner: str | None, event: gr.EventData) -> str:
            return views.indicator(owner, str(event.name), str(event.region))

        def download(owner: str | None, event: gr.EventData) -> str:
            return views.indicator_file(owner, str(event.name), str(event.region), str(event.kind))

        def export(record: str, event: gr.EventData) -> str:
            return views.conversation_file(record, str(event.kind))

        def ask_report(event: gr.EventData) -> list[Any]:
            return [[], [], [str(event.report)], []]

        hub.find_reports(find_reports, owner, self._reports, **AT_ONCE)
        hub.open_view(open_view, owner, [self._indicators_head, self._evaluation], **AT_ONCE)
        hub.show_indicator(show_indicator, owner, self._indicator, **AT_ONCE)
        hub.download(download, owner, self._download, **AT_ONCE)
        hub.export(export, record, self._download, **AT_ONCE)
        hub.ask_report(ask_report, None, filters, **AT_ONCE)
        self._connect_uploads(hub, owner, filters, choices)

    def _connect_uploads(self, hub: Any, owner: Any, filters: list[Any], choices: Choices) -> None:  # noqa: ANN401
        def upload(owner: str | None, paths: list[str] | None) -> Iterator[Markup]:
            if owner is None:
                yield alert("页面已经断开，请刷新后再上传。")
            else:
                yield from self._views.upload(owner, paths or [])

        def remove(owner: str | None, event: gr.EventData) -> Markup:
            return self._views.remove(owner or "", str(event.report))

        uploaded = self._upload.upload(upload, [owner, self._upload], self._uploads, **_UPLOADING)
        removed = hub.remove_report(remove, owner, self._uploads, **_UPLOADING)
        for event in (uploaded, removed):
            self.refresh_after(event, owner, filters, choices)

    def refresh_after(self, event: Any, owner: Any, filters: list[Any], choices: Choices) -> None:  # noqa: ANN401
        """After an event, show the reports and the filters that one person has."""

        def refresh(owner: str | None) -> list[Any]:
            return [self._views.reports(owner), *(gr.update(choices=held) for held in choices(owner).values())]

        event.then(refresh, owner, [self._reports, *filters], **AT_ONCE)


def _head(title: str, words: str) -> Markup:
    return tag("header", tag("h2", title), tag("p", words, class_="hint"), class_="view-head")


def _reports_head() -> Markup:
    find = tag(
        "input", type="search", class_="find-reports", placeholder="按标题、地区、日期、文件名查找",
        aria_label="查找报告", data_find="reports",
    )  # fmt: skip
    return join([_head("报告", "点开可以读全文，也可以只向一份报告提问。"), find])

"""What happens in the views beside the conversation: reports, indicators, evaluation; and what is downloaded.

Plain functions of plain values, like `handlers`; knows no Gradio.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from pathlib import Path

from qa.errors import QAError
from qa.page import evaluations, exports, indicators
from qa.page.conversation import Notebook
from qa.page.markup import Markup, alert, join, tag
from qa.page.shelves import Shelves, Upload
from qa.page.sources import region_choices, source_list
from qa.reports.formats import SUFFIXES

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NAME_CHARS = 40


class Views:
    """The events of the views, over the reports that each person searches."""

    def __init__(self, shelves: Shelves, evaluation: Path) -> None:
        """Take whose reports are searched, and the result folder of `wenbao evaluate`."""
        self._shelves = shelves
        self._evaluation = evaluation

    def reports(self, owner: str | None, words: str = "") -> Markup:
        """Give the list of reports that hold all `words`."""
        desk = self._shelves.desk(owner)
        badge = "仅自己可见" if self._shelves.private else "大家共用"
        return source_list(desk.sources, desk.own, words, badge)

    def upload_hint(self) -> str:
        """Say what can be uploaded, and who sees it."""
        kinds = " ".join(sorted(SUFFIXES))
        whose = (
            "上传的报告只有这个浏览器能看到，两小时不用就自动删除。"
            if self._shelves.private
            else "上传的报告大家都能看到和移除，请不要上传不宜公开的内容。"
        )
        return f"可以一次选多个文件（{kinds}）。{whose}"

    def upload(self, owner: str, files: Sequence[str]) -> Iterator[Markup]:
        """Take uploaded files over, giving how far it is."""
        for upload in self._shelves.add(owner, [Path(file) for file in files]):
            yield _upload_view(upload)

    def remove(self, owner: str, report_id: str) -> Markup:
        """Take an uploaded report away again; what it came to."""
        try:
            self._shelves.remove(owner, report_id)
        except QAError as error:
            return alert(str(error))
        return tag("p", "已移除，文件和索引都已删除。", class_="note")

    def indicators_head(self, owner: str | None) -> Markup:
        """Give the form with the names of indicators to pick from."""
        desk = self._shelves.desk(owner)
        return indicators.head_view(desk.assistant.indicator_names(), region_choices(desk.sources))

    def indicator(self, owner: str | None, name: str, region: str) -> Markup:
        """Give an indicator's table and charts; `region` "" means all."""
        desk = self._shelves.desk(owner)
        try:
            entries = desk.assistant.indicator(name.strip(), regions=_one(region))
        except QAError as error:
            return alert(str(error))
        return indicators.indicator_view(name.strip(), entries, desk.sources, region)

    def indicator_file(self, owner: str | None, name: str, region: str, kind: str) -> Markup:
        """Give an indicator's rows as a file, "csv" or "xlsx"."""
        desk = self._shelves.desk(owner)
        entries = desk.assistant.indicator(name.strip(), regions=_one(region))
        reports = {key: desk.assistant.report(key) for key in {entry.passage.report_id for entry in entries}}
        rows = indicators.rows(entries, reports, desk.sources, region)
        if kind == "xlsx":
            return _download(f"指标-{region}{name}.xlsx", _EXCEL, indicators.xlsx_file(rows))
        return _download(f"指标-{region}{name}.csv", "text/csv", indicators.csv_file(rows))

    def conversation_file(self, record: str, kind: str) -> Markup:
        """Give the current conversation as a file, "docx" or "md"."""
        conversation = Notebook.open(record).current
        if kind == "docx":
            return _download(f"问报-{conversation.title}.docx", _WORD, exports.word(conversation))
        return _download(f"问报-{conversation.title}.md", "text/markdown", exports.markdown(conversation).encode())

    def evaluation(self) -> Markup:
        """Give the latest evaluation."""
        return evaluations.evaluation_view(self._evaluation)


def _one(region: str) -> tuple[str, ...]:
    return (region,) if region else ()


def _upload_view(upload: Upload) -> Markup:
    parts = [tag("p", f"{upload.stage}…", class_="waiting", role="status")] if upload.stage else []
    parts += [tag("p", f"已加入 {line}", class_="note") for line in upload.added]
    parts += [alert(line) for line in upload.failed]
    return join(parts)


def _download(name: str, kind: str, content: bytes) -> Markup:
    """A file for page.js to hand over: nothing of it stays on the server."""
    stem, _, suffix = name.rpartition(".")
    stem = " ".join("".join(char if char.isalnum() or char in "-_" else " " for char in stem).split())
    return tag(
        "span", "文件已生成", data_name=f"{stem[:_NAME_CHARS].strip()}.{suffix}", data_type=kind,
        data_content=base64.b64encode(content).decode(),
    )  # fmt: skip

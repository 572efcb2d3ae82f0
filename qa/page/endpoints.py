"""The page's three endpoints for programs, which are its MCP tools too; their docstrings are what a model reads."""

from __future__ import annotations

import json
import typing
from collections.abc import Callable

import gradio as gr

from qa.errors import QAError
from qa.page import programs
from qa.page.records import Json, to_record
from qa.page.shelves import Assistant


def offer_to_programs(assistant: Assistant) -> None:
    """Give the page that is being built the endpoints /ask, /search_paragraphs and /read_paragraph."""

    def ask(
        question: str,
        request: gr.Request,
        history: list[dict[str, str]] | None = None,
        regions: list[str] | None = None,
        years: list[int] | None = None,
        reports: list[str] | None = None,
    ) -> dict[str, Json]:
        """用中文提问，依据已收录的政府工作报告作答：句句有出处，数字经过核对；报告里没有的，明确说没有。
        Answer a question in Chinese from the indexed government reports. Every sentence of "text" carries marks
        such as [1] for "citations", whose "quote" stands word for word in the report; figures are verified.
        When "refused" is true the reports do not answer, "reason" says why: do not fill in from memory.

        Args:
            question: 完整的中文问题，最好写明地区和年份。The question, in Chinese, best with region and year.
            history: 此前的问答，从早到晚，每项有 question 和 answer。Earlier exchanges, oldest first, for follow-ups.
            regions: 只查这些地区，如 ["海淀区"]；不写则不限。Search these regions only.
            years: 只查这些年份，如 [2022]；不写则不限。Take these as the years asked for.
            reports: 只查这些报告，写 report_id；不写则不限。Search only the reports with these ids.
        """

        def reply() -> Json:
            scope = programs.read_scope(regions, years, reports)
            return to_record(programs.answer(assistant, question, programs.read_history(history), scope))

        return _given(reply, request)

    def search_paragraphs(
        query: str,
        request: gr.Request,
        regions: list[str] | None = None,
        years: list[int] | None = None,
        reports: list[str] | None = None,
    ) -> dict[str, Json]:
        """在已收录的政府工作报告中查找最相关的段落，不生成回答，最相关的排在最前。
        Find the paragraphs of the indexed government reports that fit a question or some words best, without
        wording an answer. "paragraphs" lists them, best first, each with report_id, title, region, date, section,
        paragraph number, full text, the fitting sentence as "quote", and a reference to cite it by.

        Args:
            query: 问题或关键词，用中文。A question or words, in Chinese.
            regions: 只查这些地区；不写则不限。Search these regions only.
            years: 只查这些年份；不写则不限。Take these as the years asked for.
            reports: 只查这些报告，写 report_id；不写则不限。Search only the reports with these ids.
        """

        def reply() -> Json:
            return {"paragraphs": programs.search(assistant, query, programs.read_scope(regions, years, reports))}

        return _given(reply, request)

    def read_paragraph(report_id: str, paragraph: int, request: gr.Request) -> dict[str, Json]:
        """读出一份报告中某一段的全文，用来核对引文，或用前后段号看上下文。
        Read one paragraph of a report in full: to check a citation, or, with the numbers before and after it,
        to see what stands around it.

        Args:
            report_id: 报告编号，见引文或查找结果。The report's id, as citations and found paragraphs give it.
            paragraph: 段号，从 1 起；0 为题头。The paragraph's number, from 1; 0 is title, date and speaker.
        """
        return _given(lambda: programs.read(assistant, report_id, paragraph), request)

    for tool in (ask, search_paragraphs, read_paragraph):
        # Not queued: `TakingTurns` keeps the order, and a queued tool is called by Gradio over the network
        # as somebody without a password.
        gr.api(tool, api_name=tool.__name__, queue=False)


def _given(reply: Callable[[], Json], request: gr.Request) -> dict[str, Json]:
    """The record, or as JSON text for MCP: Gradio (6.31) hands a tool's record on as Python writes it."""
    try:
        record = reply()
    except QAError as error:
        raise gr.Error(str(error), print_exception=False) from error
    for_mcp = "/gradio_api/mcp" in str(request.url)
    return typing.cast(dict[str, Json], json.dumps(record, ensure_ascii=False) if for_mcp else record)

"""What happens at each event of the page, as plain functions of plain values; knows no Gradio.

The conversation lives in the browser: every event gets its record and gives the changed one. The
server keeps of a person only the exchange that is being answered, under a key of that session.
Whoever takes it out of there ends it: the end of the answer, or an event that breaks it off.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, Protocol

from qa.datatypes import Answer, Event, Report, Turn
from qa.errors import ConfigError, QAError
from qa.page import cards, viewer
from qa.page.conversation import Exchange, Notebook, Scope
from qa.page.markup import Markup, tag
from qa.page.records import Json, to_record
from qa.page.sources import catalogue, example_questions, region_choices, year_choices

KEEP: Any = object()  # an output that stays as it is
_BROKEN = "程序内部出错，详情已写入运行日志；可以重试。"


class Assistant(Protocol):
    """What the page asks of the assistant."""

    def stream(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        regions: Sequence[str] = (),
        years: Sequence[int] = (),
        reports: Sequence[str] = (),
    ) -> Iterator[Event]:
        """Give `Found` at once, then `Verified` pieces, then the final `Answer`."""
        ...

    def reports(self) -> list[Report]:
        """Give all reports of the index, in the order in which they are listed."""
        ...

    def report(self, report_id: str) -> Report:
        """Give one report; raises QAError where there is none."""
        ...


class Screen(NamedTuple):
    """What an event changes on the page; the fields stand in the order of the page's outputs."""

    box: Any = KEEP
    record: Any = KEEP
    position: Any = KEEP  # of the question being rewritten, or None
    pending: Any = KEEP  # key of the exchange to be answered next, or None
    live: Any = KEEP  # key of the exchange being answered, or None
    past: Any = KEEP
    current: Any = KEEP
    conversations: Any = KEEP
    status: Any = KEEP
    notice: Any = KEEP
    regions: Any = KEEP
    years: Any = KEEP
    reports: Any = KEEP


class Handlers:
    """The events of the page over one assistant."""

    def __init__(self, assistant: Assistant, *, examples: Sequence[str] | None = None) -> None:
        """Read the list of reports once; `examples` are offered on an empty page, by default made from the reports."""
        reports = assistant.reports()
        self.assistant = assistant
        self.sources = catalogue(reports)
        self._live: dict[str, Exchange] = {}
        self.examples = tuple(example_questions(reports) if examples is None else examples)

    def load(self, record: str) -> Screen:
        """Show what the browser kept."""
        return self._shown(Notebook.open(record))

    def begin(self, question: str, record: str, position: int | None, live: str | None, scope: Scope) -> Screen:
        """Show a question at once; `answer` then answers it. Nothing happens while another one is being answered.

        `position` is that of a question which this one replaces, with all that follows it.
        """
        question = question.strip()
        if not question or live in self._live:
            return Screen(pending=None)
        notebook = Notebook.open(record)
        exchanges = notebook.current.exchanges[:position]
        exchange, key = Exchange(question, scope), secrets.token_hex(8)
        self._live[key] = exchange
        return Screen(
            box="",
            record=notebook.with_exchanges(exchanges).record(),
            position=None,
            pending=key,
            live=key,
            past=cards.exchanges(exchanges, self.sources),
            current=cards.exchange(exchange, self.sources, len(exchanges)),
            status=cards.announcement(exchange),
            notice="",
        )

    def with_filters(self, screen: Screen, scope: Scope) -> Screen:
        """Set the filters to a scope that came with a link, as far as the index holds what it names."""
        years = [year for _, year in year_choices(self.sources)]
        return screen._replace(
            regions=[region for region in region_choices(self.sources) if region in scope.regions],
            years=[year for year in years if year in scope.years],
            reports=[report for report in self.sources if report in scope.reports],
        )

    def answer(self, key: str | None, record: str) -> Iterator[Screen]:
        """Give the page after each event of the assistant's stream, then with the exchange kept.

        The last screen changes nothing: Gradio shows the last one once more at the end, when the
        page may have gone on.
        """
        exchange = self._live.get(key or "")
        if key is not None and exchange is not None:
            yield from self._answer(key, exchange, record)
        yield Screen()

    def _answer(self, key: str, exchange: Exchange, record: str) -> Iterator[Screen]:
        notebook = Notebook.open(record)
        try:
            for event in self._stream(exchange.question, notebook.current.turns(), exchange.scope):
                if key not in self._live:  # broken off
                    return
                exchange = self._live[key] = exchange.after(event)
                if not exchange.done:
                    yield self._progress(exchange, len(notebook.current.exchanges))
        except QAError as error:
            exchange = exchange.failed(str(error))
        if self._live.pop(key, None):
            yield self._shown(_with(notebook, exchange), exchange)

    def fail(self, live: str | None, record: str) -> Screen:
        """Say that the program failed, and keep the exchange."""
        exchange = self._live.pop(live or "", None)
        return self._kept(exchange.failed(_BROKEN), record) if exchange else Screen()

    def stop(self, live: str | None, record: str) -> Screen:
        """Keep what has been verified so far."""
        exchange = self._live.pop(live or "", None)
        return self._kept(exchange.stopped(), record) if exchange else Screen()

    def edit(self, position: int, record: str) -> Screen:
        """Put an earlier question into the box."""
        exchanges = Notebook.open(record).current.exchanges
        if not 0 <= position < len(exchanges):
            return Screen()
        cancel = tag("button", "取消", type="button", class_="quiet", data_cancel=True)
        later = "，其后的对话将被替换" if position + 1 < len(exchanges) else ""
        notice = tag("p", f"正在改写第 {position + 1} 个问题{later}。", cancel, class_="notice")
        return Screen(box=exchanges[position].question, position=position, notice=notice)

    def cancel_edit(self) -> Screen:
        """Leave the earlier question as it was."""
        return Screen(box="", position=None, notice="")

    def retry(self, position: int, record: str, live: str | None, scope: Scope) -> Screen:
        """Ask a question once more, within the filters of now."""
        exchanges = Notebook.open(record).current.exchanges
        if not 0 <= position < len(exchanges):
            return Screen(pending=None)
        return self.begin(exchanges[position].question, record, position, live, scope)

    def new_conversation(self, live: str | None, record: str) -> Screen:
        """Begin anew; the conversation so far stays in the list."""
        return self._shown(self._settled(live, record).started())

    def turn_to(self, conversation_id: str, live: str | None, record: str) -> Screen:
        """Go on with an earlier conversation."""
        return self._shown(self._settled(live, record).turned_to(conversation_id))

    def remove(self, conversation_id: str, live: str | None, record: str) -> Screen:
        """Forget a conversation."""
        return self._shown(self._settled(live, record).without(conversation_id))

    def open_source(self, report_id: str, paragraph: int, quote: str, figures: Sequence[str]) -> Markup:
        """Give the source viewer at a paragraph."""
        try:
            return viewer.report_view(self.assistant.report(report_id), paragraph, quote, figures)
        except QAError as error:
            return viewer.error_view(str(error))

    def ask(self, question: str, history: Sequence[Turn], scope: Scope) -> Json:
        """Give the whole answer as JSON, for programs."""
        if not question.strip():
            raise ConfigError("问题是空的，请写出要问的内容。")
        answers = [event for event in self._stream(question, history, scope) if isinstance(event, Answer)]
        return to_record(answers[-1])

    def _stream(self, question: str, history: Sequence[Turn], scope: Scope) -> Iterator[Event]:
        return self.assistant.stream(
            question, history=history, regions=scope.regions, years=scope.years, reports=scope.reports
        )

    def _kept(self, exchange: Exchange, record: str) -> Screen:
        return self._shown(_with(Notebook.open(record), exchange), exchange)

    def _settled(self, live: str | None, record: str) -> Notebook:
        exchange = self._live.pop(live or "", None)
        return _with(Notebook.open(record), exchange.stopped()) if exchange else Notebook.open(record)

    def _progress(self, exchange: Exchange, position: int) -> Screen:
        shown = cards.exchange(exchange, self.sources, position)
        return Screen(current=shown, status=cards.announcement(exchange))

    def _shown(self, notebook: Notebook, just_done: Exchange | None = None) -> Screen:
        exchanges = notebook.current.exchanges
        last = max(len(exchanges) - 1, 0)
        current = cards.exchanges(exchanges[last:], self.sources, last)
        return Screen(
            box=KEEP if just_done else "",
            record=notebook.record(),
            position=KEEP if just_done else None,
            pending=None,
            live=None,
            past=cards.exchanges(exchanges[:last], self.sources),
            current=current if exchanges else cards.welcome(self.examples, self.sources),
            conversations=cards.conversation_list(notebook),
            status=cards.announcement(just_done) if just_done else "",
            notice=KEEP if just_done else "",
        )


def _with(notebook: Notebook, exchange: Exchange) -> Notebook:
    return notebook.with_exchanges([*notebook.current.exchanges, exchange])

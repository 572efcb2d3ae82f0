"""What happens at each event of the page, as plain functions of plain values; knows no Gradio.

The conversation lives in the browser: every event gets its record and gives the changed one. The
server keeps of a person only the exchange that is being answered, under a key of that session.
Whoever takes it out of there ends it: the end of the answer, or an event that breaks it off.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from qa.datatypes import Event, Intent, Statement, Turn
from qa.errors import QAError
from qa.feedback import Judged, Verdict, keep
from qa.page import cards, viewer
from qa.page.conversation import BROKEN, Exchange, Notebook, Scope, Waiting
from qa.page.markup import Markup, alert, tag
from qa.page.shelves import Desk, Shelves
from qa.page.sources import example_questions, kind_choices, region_choices, year_choices

KEEP: Any = object()  # an output that stays as it is


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
    owner: Any = KEEP  # the secret of this browser, kept by the server while the page is open
    regions: Any = KEEP
    years: Any = KEEP
    reports: Any = KEEP
    kinds: Any = KEEP


class Handlers:
    """The events of a conversation, over the reports that each person searches."""

    def __init__(self, shelves: Shelves, feedback: Path, *, examples: Sequence[str] | None = None) -> None:
        """Take whose reports are searched, and the folder where what people say of answers is kept.

        `examples` are offered on an empty page, by default made from the reports.
        """
        self._shelves = shelves
        self._feedback = feedback
        self._live: dict[str, Exchange] = {}
        shared = shelves.shared.assistant
        self.examples = tuple(example_questions(shared.reports()) if examples is None else examples)

    def load(self, record: str) -> Screen:
        """Show what the browser kept."""
        notebook = Notebook.open(record)
        return self._shown(notebook)._replace(owner=notebook.owner)

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
        sources = self._shelves.desk(notebook.owner).sources
        self._live[key] = exchange
        return Screen(
            box="",
            record=notebook.with_exchanges(exchanges).record(),
            position=None,
            pending=key,
            live=key,
            past=cards.exchanges(exchanges, sources),
            current=cards.exchange(exchange, sources, len(exchanges)),
            status=cards.announcement(exchange),
            notice="",
        )

    def with_filters(self, screen: Screen, scope: Scope) -> Screen:
        """Set the filters to a scope that came with a link, as far as the index holds what it names."""
        sources = self._shelves.shared.sources
        years = [year for _, year in year_choices(sources)]
        return screen._replace(
            regions=[region for region in region_choices(sources) if region in scope.regions],
            years=[year for year in years if year in scope.years],
            reports=[report for report in sources if report in scope.reports],
            kinds=[kind for kind in kind_choices(sources) if kind in scope.kinds],
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
            desk = self._shelves.desk(notebook.owner)
            for event in _stream(desk, exchange.question, notebook.current.turns(), exchange.scope):
                if key not in self._live:  # broken off
                    return
                exchange = self._live[key] = exchange.after(event)
                if not exchange.done:
                    yield _progress(desk, exchange, len(notebook.current.exchanges))
        except QAError as error:
            exchange = exchange.failed(str(error))
        if self._live.pop(key, None):
            yield self._shown(_with(notebook, exchange), exchange)

    def fail(self, live: str | None, record: str) -> Screen:
        """Say that the program failed, and keep the exchange."""
        exchange = self._live.pop(live or "", None)
        return self._kept(exchange.failed(BROKEN), record) if exchange else Screen()

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

    def ask_again(
        self, position: int, record: str, live: str | None, regions: Sequence[str], years: Sequence[int], statement: str
    ) -> Screen:
        """Ask a question once more with its understanding changed; what is empty is left to the question's words."""
        exchanges = Notebook.open(record).current.exchanges
        if not 0 <= position < len(exchanges):
            return Screen(pending=None)
        kind = Statement(statement) if statement else None
        scope = replace(exchanges[position].scope, regions=tuple(regions), years=tuple(years), statement=kind)
        return self.begin(exchanges[position].question, record, position, live, scope)

    def judge(self, position: int, verdict: str, note: str, record: str) -> Screen:
        """Keep what the person says of an answer."""
        notebook = Notebook.open(record)
        exchanges = list(notebook.current.exchanges)
        if not 0 <= position < len(exchanges) or verdict not in set(Verdict):
            return Screen()
        exchange = exchanges[position]
        try:
            keep(_judged(exchange, notebook.current.turns(position)), Verdict(verdict), note, self._feedback)
        except QAError as error:
            return Screen(status=str(error), notice=alert(str(error)))
        exchanges[position] = replace(exchange, verdict=verdict)
        return Screen(record=notebook.with_exchanges(exchanges).record(), status="评价已记下，谢谢")

    def new_conversation(self, live: str | None, record: str) -> Screen:
        """Begin anew; the conversation so far stays in the list."""
        return self._shown(self._settled(live, record).started())

    def turn_to(self, conversation_id: str, live: str | None, record: str) -> Screen:
        """Go on with an earlier conversation."""
        return self._shown(self._settled(live, record).turned_to(conversation_id))

    def remove(self, conversation_id: str, live: str | None, record: str) -> Screen:
        """Forget a conversation."""
        return self._shown(self._settled(live, record).without(conversation_id))

    def open_source(
        self, owner: str | None, report_id: str, paragraph: int, quote: str, figures: Sequence[str]
    ) -> Markup:
        """Give the source viewer at a paragraph."""
        try:
            report = self._shelves.desk(owner).assistant.report(report_id)
            return viewer.report_view(report, paragraph, quote, figures)
        except QAError as error:
            return viewer.error_view(str(error))

    def _kept(self, exchange: Exchange, record: str) -> Screen:
        return self._shown(_with(Notebook.open(record), exchange), exchange)

    def _settled(self, live: str | None, record: str) -> Notebook:
        exchange = self._live.pop(live or "", None)
        return _with(Notebook.open(record), exchange.stopped()) if exchange else Notebook.open(record)

    def _shown(self, notebook: Notebook, just_done: Exchange | None = None) -> Screen:
        exchanges = notebook.current.exchanges
        sources = self._shelves.desk(notebook.owner).sources
        last = max(len(exchanges) - 1, 0)
        current = cards.exchanges(exchanges[last:], sources, last, editable=True)
        return Screen(
            box=KEEP if just_done else "",
            record=notebook.record(),
            position=KEEP if just_done else None,
            pending=None,
            live=None,
            past=cards.exchanges(exchanges[:last], sources),
            current=current if exchanges else cards.welcome(self.examples, sources),
            conversations=cards.conversation_list(notebook),
            status=cards.announcement(just_done) if just_done else "",
            notice=KEEP if just_done else "",
        )


def _with(notebook: Notebook, exchange: Exchange) -> Notebook:
    return notebook.with_exchanges([*notebook.current.exchanges, exchange])


def _progress(desk: Desk, exchange: Exchange, position: int) -> Screen:
    return Screen(current=cards.exchange(exchange, desk.sources, position), status=cards.announcement(exchange))


def _stream(desk: Desk, question: str, history: Sequence[Turn], scope: Scope) -> Iterator[Event | Waiting]:
    reports = scope.reports
    if scope.kinds:
        of_kind = [key for key, source in desk.sources.items() if source.kind in scope.kinds]
        allowed = tuple(key for key in of_kind if not scope.reports or key in scope.reports)
        reports = allowed or ("",)  # an id that no report has: nothing is found
    return desk.assistant.stream(
        question, history=history, regions=scope.regions, years=scope.years, reports=reports, statement=scope.statement
    )


def _judged(exchange: Exchange, history: tuple[Turn, ...]) -> Judged:
    return Judged(
        exchange.question,
        exchange.text,
        refused=exchange.reason is not None,
        intent=exchange.inquiry.intent if exchange.inquiry else Intent.OTHER,
        citations=exchange.citations,
        history=history,
    )

"""A conversation as data: how events become an exchange, and what the browser keeps of it.

Values never change; each step gives a new one. Knows no HTML and no Gradio.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from qa.datatypes import Answer, Citation, Event, Found, Hit, Inquiry, Reason, Statement, Turn
from qa.page.records import Json, from_record, to_record

BROKEN = "程序内部出错，详情已写入运行日志；可以重试。"  # where a fault of the program left no answer
KEPT_HITS = 6  # shown under an answer; more is a list that nobody reads
KEPT_CHARS = 200_000  # of JSON in the browser: about a hundred exchanges, well under the 5 MB of local storage


class Status(StrEnum):
    """How far an exchange is."""

    SEARCHING = "searching"
    WRITING = "writing"
    ANSWERED = "answered"
    REFUSED = "refused"
    STOPPED = "stopped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Scope:
    """What the person allows: reports by region, year, id or kind, and one kind of statement; empty allows all."""

    regions: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    reports: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    statement: Statement | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """Event of a shared assistant's stream: so many questions are worded before this one."""

    ahead: int


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question and what came back so far."""

    question: str
    scope: Scope = Scope()
    status: Status = Status.SEARCHING
    inquiry: Inquiry | None = None
    hits: tuple[Hit, ...] = ()
    text: str = ""
    citations: tuple[Citation, ...] = ()
    reason: Reason | None = None
    error: str = ""
    total_s: float | None = None
    verdict: str = ""  # what the person said of the answer, see `qa.feedback.Verdict`
    ahead: int = 0  # questions that are worded before this one

    @property
    def done(self) -> bool:
        """Whether nothing more will come."""
        return self.status not in (Status.SEARCHING, Status.WRITING)

    def after(self, event: Event | Waiting) -> Exchange:
        """Give the exchange as it stands after one more event of the assistant's stream."""
        if isinstance(event, Waiting):
            return replace(self, ahead=event.ahead)
        if isinstance(event, Found):
            return replace(self, status=Status.WRITING, inquiry=event.inquiry, hits=event.hits[:KEPT_HITS])
        if isinstance(event, Answer):
            return replace(
                self,
                status=Status.REFUSED if event.refused else Status.ANSWERED,
                inquiry=event.inquiry or self.inquiry,
                hits=event.hits[:KEPT_HITS] or self.hits,
                text=event.text,
                citations=event.citations,
                reason=event.reason,
                total_s=event.timings.get("total_s"),
                ahead=0,
            )
        text = self.text + event.text
        return replace(self, status=Status.WRITING, text=text, citations=event.citations, ahead=0)

    def stopped(self) -> Exchange:
        """Give the exchange as it stands when the person stops it."""
        return self if self.done else replace(self, status=Status.STOPPED)

    def failed(self, message: str) -> Exchange:
        """Give the exchange with the one line that says why there is no answer."""
        return replace(self, status=Status.FAILED, error=message)


@dataclass(frozen=True, slots=True)
class Conversation:
    """Exchanges in their order."""

    conversation_id: str
    exchanges: tuple[Exchange, ...] = ()

    @property
    def title(self) -> str:
        """The first question, short enough for a list."""
        question = self.exchanges[0].question if self.exchanges else "新对话"
        return question if len(question) <= 24 else question[:23] + "…"

    def turns(self, end: int | None = None) -> tuple[Turn, ...]:
        """Give what the assistant may look back on: questions before `end` that got an answer or a refusal."""
        told = (Status.ANSWERED, Status.REFUSED)
        return tuple(Turn(item.question, item.text) for item in self.exchanges[:end] if item.status in told)


@dataclass(frozen=True, slots=True)
class Notebook:
    """All conversations of one browser, newest first; the current one need not be among them yet.

    `owner` is the secret by which this browser's uploads are known to be its own.
    """

    current: Conversation
    others: tuple[Conversation, ...] = ()
    owner: str = ""

    @classmethod
    def empty(cls) -> Notebook:
        """Give a notebook with one conversation that has not begun."""
        return cls(Conversation(secrets.token_hex(6)), owner=secrets.token_hex(16))

    @classmethod
    def open(cls, record: object) -> Notebook:
        """Give what the browser kept; what cannot be read, by age or by tampering, gives an empty notebook."""
        try:
            notebook = from_record(cls, json.loads(str(record)))
        except ValueError:
            return cls.empty()
        return notebook if notebook.owner else replace(notebook, owner=cls.empty().owner)

    def record(self) -> str:
        """Give the JSON for the browser, the oldest conversations dropped where it would be too large.

        A string, since Gradio (6.31) sends streamed dicts as differences, and mixes them up with
        its own updates.
        """
        kept: list[Json] = [to_record(_lean(self.current))]
        room = KEPT_CHARS - _size(kept)
        for conversation in self.others:
            record = to_record(_lean(conversation))
            room -= _size(record)
            if room < 0:
                break
            kept.append(record)
        return json.dumps({"current": kept[0], "others": kept[1:], "owner": self.owner}, ensure_ascii=False)

    def with_exchanges(self, exchanges: Sequence[Exchange]) -> Notebook:
        """Give the notebook with the current conversation's exchanges replaced."""
        return replace(self, current=replace(self.current, exchanges=tuple(exchanges)))

    def started(self) -> Notebook:
        """Give the notebook with a new conversation; the current one is kept if it has begun."""
        return replace(self, current=Notebook.empty().current, others=self._begun())

    def turned_to(self, conversation_id: str) -> Notebook:
        """Give the notebook with another conversation as the current one; unchanged where there is none."""
        chosen = [item for item in self.others if item.conversation_id == conversation_id]
        if not chosen:
            return self
        return replace(self, current=chosen[0], others=tuple(item for item in self._begun() if item != chosen[0]))

    def without(self, conversation_id: str) -> Notebook:
        """Give the notebook without one conversation."""
        others = tuple(item for item in self.others if item.conversation_id != conversation_id)
        if conversation_id == self.current.conversation_id:
            return replace(self, current=Notebook.empty().current, others=others)
        return replace(self, others=others)

    def _begun(self) -> tuple[Conversation, ...]:
        return (self.current, *self.others) if self.current.exchanges else self.others


def _lean(conversation: Conversation) -> Conversation:
    """Drop what the browser need not keep: old exchanges, and full paragraphs, which the viewer reads anyway."""
    exchanges: list[Exchange] = []
    room = KEPT_CHARS
    for exchange in reversed(conversation.exchanges):
        citations = tuple(replace(citation, text=citation.quote) for citation in exchange.citations)
        lean = replace(exchange, citations=citations)
        room -= _size(to_record(lean))
        if room < 0:
            break
        exchanges.insert(0, lean)
    return replace(conversation, exchanges=tuple(exchanges))


def _size(record: Json) -> int:
    return len(json.dumps(record, ensure_ascii=False))

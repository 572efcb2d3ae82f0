from __future__ import annotations

import json
from dataclasses import replace

import pytest

from qa.datatypes import Answer, Citation, Found, Inquiry, Turn
from qa.page.conversation import KEPT_CHARS, KEPT_HITS, Conversation, Exchange, Notebook, Scope, Status
from qa.page.records import from_record, to_record
from tests.page.fakes import FakeAssistant


def answered(question: str) -> Exchange:
    exchange = Exchange(question, Scope(("栎木区",), (2022,)))
    for event in FakeAssistant().stream(question):
        exchange = exchange.after(event)
    return exchange


def test_exchange_grows_with_the_stream() -> None:
    exchange = Exchange("新设企业多少户")
    seen = []
    for event in FakeAssistant().stream(exchange.question):
        exchange = exchange.after(event)
        seen.append((exchange.status, len(exchange.citations), bool(exchange.hits)))
    writing, done = Status.WRITING, Status.ANSWERED
    assert seen == [(writing, 0, True), (writing, 1, True), (writing, 2, True), (done, 2, True)]


def test_exchange_keeps_few_hits() -> None:
    hits = next(event for event in FakeAssistant().stream("问") if isinstance(event, Found)).hits * 5
    assert len(Exchange("问").after(Found(Inquiry("问", "问"), hits)).hits) == KEPT_HITS


def test_exchange_stopped_after_its_end_stays_answered() -> None:
    assert answered("问").stopped().status is Status.ANSWERED


def test_conversation_tells_the_assistant_only_what_was_answered() -> None:
    failed = Exchange("甲").failed("模型没有响应")
    refused = Exchange("乙").after(Answer("乙", "没有提到。", refused=True))
    assert Conversation("c", (failed, refused, Exchange("丙").stopped())).turns() == (Turn("乙", "没有提到。"),)


def test_record_gives_the_exchange_back() -> None:
    exchange = answered("新设企业多少户")
    record = json.loads(json.dumps(to_record(exchange)))
    assert from_record(Exchange, record) == exchange


@pytest.mark.parametrize(
    "record",
    [
        None,
        [],
        {},
        {"current": 1},
        {"current": {"conversation_id": 5}},
        {"current": {"conversation_id": "a", "exchanges": [{"question": "问", "status": "unheard of"}]}},
        {"current": {"conversation_id": "a", "surprise": 1}},
        {"current": {"conversation_id": "a", "exchanges": [{"question": "问", "scope": {"years": [True]}}]}},
    ],
)
def test_notebook_opens_empty_on_what_it_cannot_read(record: object) -> None:
    for kept in (record, json.dumps(record)):
        notebook = Notebook.open(kept)
        assert (notebook.current.exchanges, notebook.others) == ((), ())


def test_notebook_record_drops_the_oldest_and_stays_small() -> None:
    exchange = answered("新设企业多少户")
    notebook = Notebook.empty().with_exchanges([exchange] * 10)
    for _ in range(40):
        notebook = notebook.started().with_exchanges([exchange] * 10)
    record = notebook.record()
    assert len(record) <= KEPT_CHARS * 1.1
    others = Notebook.open(record).others
    assert [item.conversation_id for item in others] == [
        item.conversation_id for item in notebook.others[: len(others)]
    ]


def test_notebook_record_of_one_endless_conversation_keeps_its_end() -> None:
    exchange = answered("新设企业多少户")
    exchanges = [replace(exchange, question=str(number)) for number in range(300)]
    kept = Notebook.open(Notebook.empty().with_exchanges(exchanges).record()).current.exchanges
    assert 0 < len(kept) < 300
    assert kept[-1].question == "299"


def test_notebook_record_keeps_quotes_that_stand_in_their_text() -> None:
    notebook = Notebook.open(Notebook.empty().with_exchanges([answered("新设企业多少户")]).record())
    citations: list[Citation] = [item for exchange in notebook.current.exchanges for item in exchange.citations]
    assert citations
    assert all(citation.quote in citation.text for citation in citations)


def test_notebook_turns_between_conversations() -> None:
    first = Notebook.empty().with_exchanges([answered("甲")])
    second = first.started().with_exchanges([answered("乙")])
    back = second.turned_to(first.current.conversation_id)
    assert (back.current, back.others) == (first.current, (second.current,))
    assert back.turned_to("unheard of") == back


def test_notebook_forgets_a_conversation() -> None:
    first = Notebook.empty().with_exchanges([answered("甲")])
    second = first.started().with_exchanges([answered("乙")])
    assert second.without(first.current.conversation_id).others == ()
    assert second.without(second.current.conversation_id).current.exchanges == ()


def test_owner_stays_whatever_happens_to_conversations() -> None:
    notebook = Notebook.empty().with_exchanges([Exchange("甲？")])
    begun = notebook.started()
    for after in (
        begun,
        begun.turned_to(notebook.current.conversation_id),
        begun.without("x"),
        notebook.without(notebook.current.conversation_id),
    ):
        assert after.owner == notebook.owner
    assert Notebook.open(notebook.record()).owner == notebook.owner


def test_record_of_an_older_page_is_read_and_given_an_owner() -> None:
    record = json.loads(Notebook.empty().with_exchanges([Exchange("甲？")]).record())
    del record["owner"]
    opened = Notebook.open(json.dumps(record))
    assert opened.current.title == "甲？"
    assert len(opened.owner) == 32

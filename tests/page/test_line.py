from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from qa.datatypes import Answer, Found
from qa.errors import GenerationError
from qa.page.conversation import Waiting
from qa.page.line import TakingTurns
from tests.page.fakes import FakeAssistant


@pytest.fixture
def shared() -> TakingTurns:
    return TakingTurns(FakeAssistant())


def test_alone_nobody_waits(shared: TakingTurns) -> None:
    kinds = [type(event) for event in shared.stream("新设企业多少户？")]
    assert Waiting not in kinds
    assert (kinds[0], kinds[-1]) == (Found, Answer)


def test_later_ones_find_at_once_and_are_told_how_many_are_before(shared: TakingTurns) -> None:
    first, second, third = (shared.stream(question) for question in ("甲", "乙", "丙"))
    assert isinstance(next(first), Found)
    next(first)  # being worded
    assert isinstance(next(second), Found)
    assert next(second) == Waiting(1)
    assert isinstance(next(third), Found)
    assert next(third) == Waiting(2)
    list(first)
    assert next(third) == Waiting(1)
    assert isinstance(list(second)[-1], Answer)
    assert isinstance(list(third)[-1], Answer)


def test_who_goes_away_makes_room(shared: TakingTurns) -> None:
    first, second = shared.stream("甲"), shared.stream("乙")
    next(first), next(first)
    next(second)
    assert next(second) == Waiting(1)
    first.close()  # type: ignore[attr-defined]  # as Gradio does when a browser is closed
    assert not any(isinstance(event, Waiting) for event in second)


def test_a_failure_makes_room(shared: TakingTurns) -> None:
    with pytest.raises(GenerationError):
        list(shared.stream("失败"))
    assert not any(isinstance(event, Waiting) for event in shared.stream("乙"))


class Counting(FakeAssistant):
    """Notes how many of its answers were being worded at once."""

    def __init__(self) -> None:
        super().__init__(pause_s=0.005)
        self.now = self.most = 0

    def _events(self, question: str) -> Iterator[Any]:
        events = super()._events(question)
        yield next(events)
        self.now += 1
        self.most = max(self.most, self.now)
        yield from events
        self.now -= 1


def test_ten_at_once_are_worded_one_by_one() -> None:
    counting = Counting()
    shared = TakingTurns(counting)
    ends: list[object] = []
    threads = [threading.Thread(target=lambda: ends.append(list(shared.stream("甲"))[-1])) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert [type(end) for end in ends] == [Answer] * 10
    assert counting.most == 1

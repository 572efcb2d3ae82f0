"""Ledgers of made sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qa.datatypes import Passage, Period
from qa.figures.ledger import Ledger
from tests.fakes import make_passage

Y2023, Y2024 = Period(2023, 2023), Period(2024, 2024)


def ledger_of(*passages: Passage) -> Ledger:
    """A ledger of sentences without reports that looks only where the words stand."""

    def holding(words: Sequence[str]) -> list[Passage]:
        return [each for each in passages if not words or any(word in each.text for word in words)]

    return Ledger(holding, lambda report_id: None)


def told(*texts: str, **facts: object) -> Ledger:
    return ledger_of(*(make_passage(text, number=number, **facts) for number, text in enumerate(texts, start=1)))  # type: ignore[arg-type]


def other(text: str, **facts: object) -> Passage:
    """A sentence of a second report of the same region."""
    return replace(make_passage(text, number=2, **facts), report_id="另一份报告")  # type: ignore[arg-type]

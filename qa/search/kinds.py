"""Whether a question wants a cause, a purpose or an overview, by its characters: a linear model.

It is fitted to many ways of asking, since people ask for these in more ways than rules can list ("病根在哪",
"交出什么样的答卷"). The weights in `kinds.txt` are fitted by `benchmarks/kinds.py` to questions whose kind is known.
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Mapping
from pathlib import Path

from qa.datatypes import Intent

FITTED = Path(__file__).with_name("kinds.txt")
KINDS = (Intent.REASON, Intent.PURPOSE, Intent.SUMMARY)  # the columns of the weights; what is neither has a score of 0
_LONGEST = 4  # characters of a piece
_NUMBER = re.compile(r"\d+(?:\.\d+)?")

Weights = tuple[float, ...]  # one for each of `KINDS`


def leaning(question: str) -> dict[Intent, float]:
    """How likely a question, as `qa.search.topics.as_read` gives it, wants each of `KINDS`; what is left, neither."""
    bias, weights = _fitted()
    known = [weights[piece] for piece in pieces(question) if piece in weights]
    length = math.sqrt(len(known)) or 1.0
    # fsum: pieces come in no order, and the sum must not depend on it
    odds = [math.exp(start + math.fsum(piece[at] for piece in known) / length) for at, start in enumerate(bias)]
    return {kind: one / (1 + sum(odds)) for kind, one in zip(KINDS, odds, strict=True)}


def pieces(question: str) -> set[str]:
    """The runs of one to four characters of a question with its ends marked; every number counts as 0."""
    text = f"^{_NUMBER.sub('0', question)}$"
    return {text[at : at + size] for size in range(1, _LONGEST + 1) for at in range(len(text) - size + 1)}


def written(bias: Weights, weights: Mapping[str, Weights]) -> str:
    """The fitted numbers as `kinds.txt` holds them: a line a piece with its weights, first those of no piece."""
    lines = [("", bias), *sorted(weights.items())]
    return "".join("\t".join([piece, *(f"{one:.2f}" for one in numbers)]) + "\n" for piece, numbers in lines)


@functools.cache
def _fitted() -> tuple[Weights, dict[str, Weights]]:
    rows = (line.split("\t") for line in FITTED.read_text(encoding="utf-8").splitlines())
    weights = {piece: tuple(map(float, numbers)) for piece, *numbers in rows}
    return weights.pop(""), weights

"""What an answer is made of and what it comes to: material in, sentences or a refusal out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qa.datatypes import Hit, Inquiry, Passage, Reason
from qa.figures.matching import Wanted
from qa.text import normalise

SURE = 0.4  # from here the best sentence is the answer: right for 249 of the 271 answerable dev questions above it
VOUCHED = 0.8  # likelihood from which a sentence read by the model is taken to tell just what is asked
POSSIBLE = 0.05  # below this nothing found is about the question


@dataclass(frozen=True, slots=True)
class Sentence:
    """A verified piece of the answer and the passages that hold it, the weightiest first."""

    text: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why nothing can be said, with one sentence for the person.

    A sentence that the model holds to be at least this likely to tell what is asked, `unless`, is told instead.
    """

    reason: Reason
    message: str
    unless: float = VOUCHED


@dataclass(frozen=True, slots=True)
class Material:
    """What an answer may be made of: the question, fitting hits best first, its telling words."""

    inquiry: Inquiry
    hits: tuple[Hit, ...]
    wanted: Wanted

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The passages of the hits, best first."""
        return tuple(hit.passage for hit in self.hits)

    @property
    def strength(self) -> float:
        """How likely the best hit answers, from 0 to 1."""
        return self.hits[0].score if self.hits else 0.0

    def coverage(self, passage: Passage) -> float:
        """Weighed share of the question's words that a passage with its header holds."""
        return self.wanted.coverage(normalise(passage.header + passage.text))


Outcome = Sentence | Refusal
# Finds the material for a part of a question.
Finder = Callable[[Inquiry], Material]
# The passages of a paragraph, in reading order; none where there is no such paragraph.
Neighbours = Callable[[str, int], Sequence[Passage]]


def not_mentioned(inquiry: Inquiry) -> Refusal:
    """The refusal that says what was searched."""
    return Refusal(Reason.NOT_MENTIONED, f"报告中没有找到能回答这个问题的内容（已查：{inquiry.label()}）。")

"""A library many times as large as a real one, made from it: for measuring scale, not quality.

Each synthetic report has the paragraphs of a real one, some exchanged for paragraphs of other reports,
with its region, its years and all its figures exchanged consistently for others of the same length. Its
sentences read like reports and say nothing true. Seeded: the same library gives the same reports.

Vectors are not computed (a million take a day on two cores) but moved: the sentence's own vector plus a
multiple of the difference of two other real vectors, so that variation lies where real variation lies,
far enough to have the cosine to the original that `COSINE` tells. So the neighbourhood of a sentence is
its real one with variants of every member. What this cannot show: how well questions are answered.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from qa.datatypes import Paragraph, Passage, Period, Report
from qa.reports.library import Library

COSINE = 0.985  # of a sentence and its variant: the median of 24 pairs that were embedded (a tenth below 0.954)
_EXCHANGED = 0.25  # share of the paragraphs that come from another report
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_FIGURE = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Variant:
    """A synthetic report, its passages numbered from 1, and the passage_id that each was made from."""

    report: Report
    passages: list[Passage]
    origins: list[int]


class Generator:
    """Synthetic reports from the reports of a library."""

    def __init__(self, library: Library, *, seed: int = 0) -> None:
        """Take the library of real reports; all are held in memory."""
        self._reports = library.reports()
        self._passages = {report.report_id: library.passages_of(report.report_id) for report in self._reports}
        self._regions = sorted({report.region for report in self._reports if report.region})
        self._random = random.Random(seed)

    def variants(self, times: int) -> Iterator[Variant]:
        """`times` synthetic reports of each real one, one after the other."""
        for report in self._reports:
            for number in range(times):
                yield self._variant(report, number)

    def _variant(self, report: Report, number: int) -> Variant:
        change = self._change(report)
        report_id = f"{report.report_id}-{number}"
        parts: list[Paragraph] = []
        passages: list[Passage] = []
        origins: list[int] = []
        at = 0
        for own in [None, *report.paragraphs]:  # first the front matter, which is no paragraph
            source, paragraph = self._source(report, own)
            held = [p for p in self._passages[source] if p.paragraph == (paragraph.number if paragraph else 0)]
            place = own.number if own else 0
            for passage in held:
                origins.append(passage.passage_id)
                passages.append(change.passage(passage, report_id, place, len(passages) + 1))
            if paragraph and own:
                text = change.text(paragraph.text)
                parts.append(
                    replace(paragraph, report_id=report_id, number=place, text=text, start=at, end=at + len(text))
                )
                at += len(text) + 1
        made = replace(
            report,
            report_id=report_id,
            title=change.text(report.title),
            region=change.region,
            period=change.period(report.period),
            path=f"{report_id}.txt",
            other_files=(),
            sha256=report_id,
            text="\n".join(part.text for part in parts),
            paragraphs=tuple(parts),
        )
        return Variant(made, passages, origins)

    def _source(self, report: Report, own: Paragraph | None) -> tuple[str, Paragraph | None]:
        """The paragraph itself, or now and then one of another report."""
        if own is None or self._random.random() >= _EXCHANGED:
            return report.report_id, own
        other = self._random.choice(self._reports)
        if not other.paragraphs:
            return report.report_id, own
        return other.report_id, self._random.choice(other.paragraphs)

    def _change(self, report: Report) -> _Change:
        years = self._random.randint(-8, 1)
        digits = list("0123456789")
        self._random.shuffle(digits)
        table = str.maketrans("0123456789", "".join(digits))
        alike = [name for name in self._regions if len(name) == len(report.region or "")]  # offsets stay
        region = self._random.choice(alike) if alike else None
        return _Change(report.region, region, years, table)


@dataclass(frozen=True, slots=True)
class _Change:
    """What is exchanged throughout one report."""

    old_region: str | None
    region: str | None
    years: int
    digits: Mapping[int, int]

    def text(self, text: str) -> str:
        """The text with its region, years and figures exchanged."""
        if self.old_region and self.region:
            text = text.replace(self.old_region, self.region)
        return _FIGURE.sub(self._figure, text)

    def _figure(self, match: re.Match[str]) -> str:
        figure = match.group()
        return str(int(figure) + self.years) if _YEAR.fullmatch(figure) else figure.translate(self.digits)

    def period(self, period: Period | None) -> Period | None:
        """The period, moved with the years."""
        return period and Period(period.first + self.years, period.last + self.years)

    def passage(self, passage: Passage, report_id: str, paragraph: int, passage_id: int) -> Passage:
        """The passage in a report of its own."""
        text = self.text(passage.text)
        return replace(
            passage,
            passage_id=passage_id,
            report_id=report_id,
            paragraph=paragraph,
            end=passage.start + len(text),
            text=text,
            header=self.text(passage.header),
            region=self.region,
            period=self.period(passage.period),
        )


def moved(
    vectors: NDArray[np.float32], origins: Sequence[int] | NDArray[np.int64], generator: np.random.Generator
) -> NDArray[np.float32]:
    """A unit vector for each variant of the row `origins[i]` of `vectors` (n, dim), about `COSINE` from that row."""
    one, other = generator.integers(0, len(vectors), (2, len(origins)))
    away = vectors[one] - vectors[other]
    own = vectors[np.asarray(origins)]
    away -= (away * own).sum(axis=1, keepdims=True) * own
    away /= np.maximum(np.linalg.norm(away, axis=1, keepdims=True), 1e-9)
    made: NDArray[np.float32] = COSINE * own + np.float32((1 - COSINE**2) ** 0.5) * away
    return made

"""Which reports are one and the same, read from different files.

Two files of one report differ in page furniture, lost lines and slips of the keyboard; reports of two
years share phrases. Over 350 real reports (53 pairs of one report) the shorter body had at least 96% of
its stretches of eight characters in common with the other where it was the same report, and at most
21% where it was not. Reports made from one form, the year and the figures changed, are told apart by
the stretches with figures in them, and by date and region where both reports tell them.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa.datatypes import Report
from qa.text import fold

Hashes = NDArray[np.uint64]

_STRETCH_CHARS = 8
_MIN_SHARED = 0.8  # of the shorter body's stretches; seen: 0.96 and more, or 0.21 and less
_MIN_LENGTH_RATIO = 0.67  # a volume that holds several reports is none of them
_SKETCH_SIZE = 64
_MIN_SKETCH_SHARED = 16  # bodies that pass both bounds share 34 of 64 on average
_FACT_WORTH = 0.05  # a known fact is worth as much as a twentieth of the body
_WORDY = re.compile(r"[0-9a-z\u3400-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Outline:
    """What of a report is needed to find others like it: small enough to hold for all reports at once.

    `worth` grows with the body and with the facts known; of two files of one report the one
    worth more is kept. `year` is that of the date that the report tells. `sketch` is the
    smallest hashes of the body's stretches.
    """

    path: str
    region: str | None
    year: int | None
    worth: float
    sketch: tuple[int, ...]


def outline_of(report: Report) -> Outline:
    """The outline of a report as it was read."""
    body_chars = sum(len(paragraph.text) for paragraph in report.paragraphs)
    facts = (report.region, report.kind, report.date, report.speaker, report.post, report.meeting, report.period)
    worth = body_chars * (1 + _FACT_WORTH * sum(fact is not None for fact in facts))
    sketch = np.sort(_stretches(report)[0])[:_SKETCH_SIZE]
    year = report.date.year if report.date else None
    return Outline(report.path, report.region, year, worth, tuple(int(value) for value in sketch))


def group(outlines: Iterable[Outline], load: Callable[[str], Report]) -> dict[str, list[str]]:
    """Find the reports to keep: the path of each, with the paths of those that hold the same report.

    The result does not depend on the order of `outlines`. A report joins only one that it is
    itself like, so that no chain of likenesses ties two different reports together.

    Args:
        outlines: of all reports, each path once.
        load: gives the report at a path, with its paragraphs.
    """
    kept: dict[str, list[str]] = {}
    known: dict[str, Outline] = {}
    holders: defaultdict[int, list[str]] = defaultdict(list)
    for outline in sorted(outlines, key=lambda outline: (-outline.worth, outline.path)):
        shared = Counter(path for value in outline.sketch for path in holders[value])
        wanted = min(_MIN_SKETCH_SHARED, len(outline.sketch))
        near = sorted((-count, path) for path, count in shared.items() if count >= wanted)
        same = next((path for _, path in near if _is_same(known[path], outline, load)), None)
        if same is not None:
            kept[same].append(outline.path)
            continue
        kept[outline.path] = []
        known[outline.path] = outline
        for value in outline.sketch:
            holders[value].append(outline.path)
    return kept


def _is_same(one: Outline, other: Outline, load: Callable[[str], Report]) -> bool:
    a, b = load(one.path), load(other.path)
    if a.report_id == b.report_id:  # the same body, to the letter
        return True
    return not _differ(one, other) and same_report(a, b)


def _differ(one: Outline, other: Outline) -> bool:
    """Whether both tell their date or both their region, and these are of two years, or two regions."""
    if one.year and other.year and one.year != other.year:
        return True
    return bool(
        one.region and other.region and not one.region.endswith(other.region) and not other.region.endswith(one.region)
    )


def same_report(one: Report, other: Report) -> bool:
    """Whether the bodies are nearly the same, and their figures too; one may lack up to a third."""
    (words, figures), (other_words, other_figures) = _stretches(one), _stretches(other)
    shorter, longer = sorted((len(words), len(other_words)))
    if shorter < _MIN_LENGTH_RATIO * longer:
        return False
    return _shared(words, other_words) >= _MIN_SHARED and _shared(figures, other_figures) >= _MIN_SHARED


def _shared(one: Hashes, other: Hashes) -> float:
    """The share of the smaller set that the other holds too; 1 where it is empty."""
    smaller = min(len(one), len(other))
    return np.intersect1d(one, other, assume_unique=True).size / smaller if smaller else 1.0


def _stretches(report: Report) -> tuple[Hashes, Hashes]:
    """Hashes of all stretches of the body, each once, and of those with a figure in them.

    Blanks, widths, punctuation and the cutting into paragraphs do not count.
    """
    body = "".join(_WORDY.findall(fold("".join(paragraph.text for paragraph in report.paragraphs)).lower()))
    codes = np.frombuffer(body.encode("utf-32-le"), dtype=np.uint32)
    count = max(0, len(codes) - _STRETCH_CHARS + 1)
    hashes = np.zeros(count, dtype=np.uint64)
    with_figure = np.zeros(count, dtype=bool)
    for offset in range(_STRETCH_CHARS):
        column = codes[offset : offset + count]
        hashes = _mixed(hashes + column)
        with_figure |= (column >= ord("0")) & (column <= ord("9"))
    return np.unique(hashes), np.unique(hashes[with_figure])


def _mixed(values: Hashes) -> Hashes:
    """The values spread over all 64 bits, the same everywhere (the finaliser of SplitMix64)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))

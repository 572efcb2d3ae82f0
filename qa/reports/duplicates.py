"""Which reports are one and the same, read from different files, and where their texts differ.

Two files of one report differ in page furniture, lost lines, slips of the keyboard, and in what was corrected in
the later one; reports of two years share phrases. Over 350 real reports (53 pairs of one report) the shorter body
had at least 96% of its stretches of eight characters (every number taken for the same) in common with the other
where it was the same report, and at most 25% where it was not. Reports made from one form, the names and the figures
changed, are told apart by date and region where both tell them, and by the share of clauses with a figure that they
have in common: where place, year and kind are told alike most of them must be the same, else nearly all.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from qa.datatypes import Report
from qa.text import fold, normalise, numeral

Hashes = NDArray[np.uint64]

_STRETCH_CHARS = 8
_MIN_SHARED = 0.8  # of the shorter body's stretches; seen: 0.96 and more, or 0.25 and less
_MIN_SHARED_FIGURES = 0.6  # of the clauses with a figure, told alike; seen: 0.67 and more
_MIN_SHARED_FIGURES_APART = 0.9  # where place, year or kind are not told alike; seen: 1.0
_MIN_LENGTH_RATIO = 0.67  # a volume that holds several reports is none of them
_SKETCH_SIZE = 64
_MIN_SKETCH_SHARED = 16  # as much of a smaller sketch; bodies that pass both bounds share 34 of 64 on average
_FACT_WORTH = 0.05  # a known fact is worth as much as a twentieth of the body
_AS_COMPLETE = 0.98  # of the most complete copy's worth: a corrected copy is now longer, now shorter
_NUMBER = re.compile(r"[0-9]+")
_WORDY = re.compile(r"[0-9a-z\u3400-\u9fff]+")
_CLAUSE = re.compile(r"(?:\d+(?:\.\d+)+|[0-9a-z%‰\u3400-\u9fff])+")
_HAN_DIGIT = "[零一二三四五六七八九十百千两]"
_FIGURE = re.compile(
    rf"(?<![\d.])(?!(?:19|20)\d\d年)\d+(?:\.\d+)?[%‰]?|{_HAN_DIGIT}+分之{_HAN_DIGIT}+|{_HAN_DIGIT}{{2,}}|{_HAN_DIGIT}+[万亿]"
)


@dataclass(frozen=True, slots=True)
class Outline:
    """What of a report is needed to find others like it: small enough to hold for all reports at once.

    `worth` grows with the body and with the facts known; of two files of one report the one
    worth more is the more complete. `sketch` is the smallest hashes of the body's stretches.
    """

    path: str
    worth: float
    sketch: tuple[int, ...]


class Difference(NamedTuple):
    """A place where two texts of one report differ: the clauses of each, with commas; "" where one lacks them."""

    one: str
    other: str

    @property
    def in_figures(self) -> bool:
        """Whether the figures are others, not only the words or how a number is written."""
        figures, others = ([numeral(figure) for figure in _FIGURE.findall(text)] for text in (self.one, self.other))
        return bool(self.one and self.other) and figures != others


def outline_of(report: Report) -> Outline:
    """The outline of a report as it was read."""
    body_chars = sum(len(paragraph.text) for paragraph in report.paragraphs)
    facts = (report.region, report.kind, report.date, report.speaker, report.post, report.meeting, report.period)
    worth = body_chars * (1 + _FACT_WORTH * sum(fact is not None for fact in facts))
    sketch = np.sort(_stretches(_body(report)))[:_SKETCH_SIZE]
    return Outline(report.path, worth, tuple(int(value) for value in sketch))


def group(outlines: Iterable[Outline], load: Callable[[str], Report]) -> dict[str, list[str]]:
    """Find the reports to keep: the path of each, with the paths of those that hold the same report.

    The text kept is that of the most complete file, of several as complete that of the newest (by the time
    it was last changed). The result does not depend on the order of `outlines`. A report joins only one that
    it is itself like, so that no chain of likenesses ties two different reports together.

    Args:
        outlines: of all reports, each path once.
        load: gives the report at a path, with its paragraphs.
    """
    found: dict[str, list[Outline]] = {}
    holders: defaultdict[int, list[str]] = defaultdict(list)
    for outline in sorted(outlines, key=lambda outline: (-outline.worth, outline.path)):
        shared = Counter(path for value in outline.sketch for path in holders[value])
        wanted = _MIN_SKETCH_SHARED * len(outline.sketch) // _SKETCH_SIZE
        near = sorted((-count, path) for path, count in shared.items() if count >= wanted)
        same = next((path for _, path in near if same_report(load(path), load(outline.path))), None)
        if same is not None:
            found[same].append(outline)
            continue
        found[outline.path] = [outline]
        for value in outline.sketch:
            holders[value].append(outline.path)
    return dict(_kept_first(copies) for copies in found.values())


def _kept_first(copies: Sequence[Outline]) -> tuple[str, list[str]]:
    """Of copies by falling worth the path of the one to keep, and the others."""
    complete = [copy.path for copy in copies if copy.worth >= _AS_COMPLETE * copies[0].worth]
    kept = max(complete, key=_changed_at)  # the first where several are as new
    return kept, [copy.path for copy in copies if copy.path != kept]


def _changed_at(path: str) -> int:
    """When a file was last changed, in whole seconds: files copied together are as new; 0 where it is gone."""
    try:
        return int(Path(path).stat().st_mtime)
    except OSError:
        return 0


def same_report(one: Report, other: Report) -> bool:
    """Whether the bodies are nearly the same, and enough of their figures; one may lack up to a third.

    Reports that tell two dates of different years, or two places, are two.
    """
    if one.report_id == other.report_id:  # the same body, to the letter
        return True
    if _tell_apart(one, other):
        return False
    bodies = _NUMBER.sub("0", _body(one)), _NUMBER.sub("0", _body(other))
    shorter, longer = sorted(map(len, bodies))
    if shorter < _MIN_LENGTH_RATIO * longer or _shared(*map(_stretches, bodies)) < _MIN_SHARED:
        return False
    bound = _MIN_SHARED_FIGURES if _told_alike(one, other) else _MIN_SHARED_FIGURES_APART
    return _shared_figures(one, other) >= bound


def _tell_apart(one: Report, other: Report) -> bool:
    """Whether both tell their date, or where they are of, and these are two years, or two places."""
    if one.date and other.date and one.date.year != other.date.year:
        return True
    names = ((one.region, other.region), (one.city, other.city), (one.province, other.province))
    return any(a and b and not a.endswith(b) and not b.endswith(a) for a, b in names)


def _told_alike(one: Report, other: Report) -> bool:
    """Whether both tell place, year and kind, and the same."""
    facts = (one.region, one.year, one.kind)
    return None not in facts and facts == (other.region, other.year, other.kind)


def _shared_figures(one: Report, other: Report) -> float:
    """The share of the clauses with a figure that the other holds too, of the report with fewer; 1 where none is."""
    figures, other_figures = ({clause for clause in _clauses(of) if _FIGURE.search(clause)} for of in (one, other))
    smaller = min(len(figures), len(other_figures))
    return len(figures & other_figures) / smaller if smaller else 1.0


def differences(one: Report, other: Report) -> list[Difference]:
    """Where the texts of two copies differ, in reading order; marks, blanks, widths and paragraphs do not count."""
    a, b = _clauses(one), _clauses(other)
    places = difflib.SequenceMatcher(None, a, b).get_opcodes()
    unlike = [(a[i:j], b[k:m]) for what, i, j, k, m in places if what != "equal"]
    return [Difference("，".join(x), "，".join(y)) for x, y in unlike if "".join(x) != "".join(y)]


def _clauses(report: Report) -> list[str]:
    """The body between its punctuation marks, as it is compared."""
    return _CLAUSE.findall(normalise("".join(paragraph.text for paragraph in report.paragraphs)))


def _shared(one: Hashes, other: Hashes) -> float:
    """The share of the smaller set that the other holds too; 1 where it is empty."""
    smaller = min(len(one), len(other))
    return np.intersect1d(one, other, assume_unique=True).size / smaller if smaller else 1.0


def _body(report: Report) -> str:
    """The letters and digits of the body; blanks, widths, punctuation and the cutting into paragraphs do not count."""
    return "".join(_WORDY.findall(fold("".join(paragraph.text for paragraph in report.paragraphs)).lower()))


def _stretches(body: str) -> Hashes:
    """Hashes of all stretches of a body, each once."""
    codes = np.frombuffer(body.encode("utf-32-le"), dtype=np.uint32)
    count = max(0, len(codes) - _STRETCH_CHARS + 1)
    hashes = np.zeros(count, dtype=np.uint64)
    for offset in range(_STRETCH_CHARS):
        hashes = _mixed(hashes + codes[offset : offset + count])
    return np.unique(hashes)


def _mixed(values: Hashes) -> Hashes:
    """The values spread over all 64 bits, the same everywhere (the finaliser of SplitMix64)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))

"""Which row of a table has most or least: "哪个街道人口最多", read from all rows of the column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from qa.answers.cells import title_of
from qa.answers.material import Material, Outcome, Sentence, not_mentioned
from qa.answers.series import Outlines
from qa.datatypes import Passage
from qa.figures.parsing import Figure, parse_figures
from qa.reports.tables import Cell, cell_of
from qa.text import normalise

_MOST = re.compile(r"最[多大高快长重广贵强]|第一|首位|居首")
_LEAST = re.compile(r"最[少小低慢短轻便]|垫底|末位|倒数第一")
_WHICH = re.compile(r"哪|谁|什么|第几")
_THING = re.compile(r"哪(?:一?[个家座所条类项位]|一|些|里)?的?(?!个|家|最|更|第)([一-鿿])([一-鿿])?")
_ALONE = frozenset("区县市镇乡村年月省校")  # one character names the thing, whatever follows: "哪个区增速"
_FAST = re.compile(r"最[快慢]")
_RISE = re.compile(r"[增涨升降速]")
_TOTAL = re.compile(r"合计|总计|小计|总数|平均|全[市区县省国州旗]|^总")
_LOOKED_AT = 6  # hits among which the column is looked for
_ABOUT = 0.3  # share of the question's words that the column with its row and its title must hold


class _Row(NamedTuple):
    """A row of the column, with its figure and the passage that tells it."""

    name: str
    figure: Figure
    passage: Passage


def extreme(material: Material, outlines: Outlines) -> list[Outcome]:
    """The row with most or least of what is asked; empty where no table is meant.

    One row of a table says nothing of the others: a question for the highest that finds such rows, but no column to
    compare, is refused.
    """
    asked = material.inquiry.own
    most = bool(_MOST.search(asked))
    if most == bool(_LEAST.search(asked)) or not _WHICH.search(asked):
        return []
    found = [(cell, hit.passage) for hit in material.hits[:_LOOKED_AT] if (cell := cell_of(hit.passage.text))]
    for cell, passage in sorted(found, key=lambda one: _unasked(one[0].head, asked)):
        passages = outlines(passage.report_id).passages
        if rows := _column(cell, passage, material, passages):
            return [_told(rows, cell.head, most=most)]
        if columns := _across(cell, passage, material, passages):
            return [_told(columns, cell.row, most=most)]
    first = material.passages[:1]
    return [not_mentioned(material.inquiry)] if first and cell_of(first[0].text) else []


def _unasked(head: str, asked: str) -> float:
    """Share of the head of a column that the question does not say."""
    name = _TOTAL.sub("", head) or head
    return round(sum(letter not in asked for letter in name) / max(1, len(name)), 1)


def _column(cell: Cell, passage: Passage, material: Material, passages: Sequence[Passage]) -> list[_Row]:
    """The rows of the column that a cell stands in, totals left out; none where another column is meant."""
    table = _table(passage, passages)
    around = normalise("".join([passage.header, *(one.text for one in table if one.paragraph == passage.paragraph)]))
    if not _is_asked(cell, around, passage, material):
        return []
    return _comparable(list(_rows(cell, table, ahead=passage.statement.ahead)))


def _across(cell: Cell, passage: Passage, material: Material, passages: Sequence[Passage]) -> list[_Row]:
    """The columns of the row that a cell stands in, where they and not the rows are the things asked about."""
    name = _thing(material.inquiry.own)
    if not name or normalise(cell.row) not in normalise(material.inquiry.own):
        return []
    cells = [(one, told) for one in passages if one.paragraph == passage.paragraph and (told := cell_of(one.text))]
    rows = [_Row(told.head, parse_figures(one.text)[-1], one) for one, told in cells if told.head.endswith(name)]
    return _comparable(rows)


def _thing(question: str) -> str:
    """What the rows are called that a question asks which of ("街道"); empty where it does not say."""
    thing = _THING.search(question)
    if thing is None:
        return ""
    return thing[1] if thing[1] in _ALONE else f"{thing[1]}{thing[2] or ''}"


def _comparable(rows: Sequence[_Row]) -> list[_Row]:
    """The rows where they are several in one unit; else none."""
    return list(rows) if len(rows) > 1 and len({row.figure.unit for row in rows}) == 1 else []


def _is_asked(cell: Cell, around: str, passage: Passage, material: Material) -> bool:
    """Whether the question names the things that the rows are, and a column of this kind."""
    asked = material.inquiry.own
    if _thing(asked) not in around:
        return False
    if passage.statement.ahead != material.inquiry.ahead or (_FAST.search(asked) and not _RISE.search(cell.head)):
        return False
    return material.wanted.coverage(around) >= _ABOUT


def _table(passage: Passage, passages: Sequence[Passage]) -> list[Passage]:
    """The passages of the rows that stand together with that of a cell."""
    of_rows = {one.paragraph for one in passages if " | " in one.text and title_of(one) == title_of(passage)}
    first = last = passage.paragraph
    while first - 1 in of_rows:
        first -= 1
    while last + 1 in of_rows:
        last += 1
    return [one for one in passages if first <= one.paragraph <= last]


def _rows(cell: Cell, table: Sequence[Passage], *, ahead: bool) -> Iterator[_Row]:
    """The rows of the column of a cell that have one figure each; without totals."""
    for passage in table:
        other = cell_of(passage.text)
        if other is None or other.head != cell.head or passage.statement.ahead != ahead or _TOTAL.search(other.row):
            continue
        figures = parse_figures(passage.text)
        if figures and figures[-1].text in other.value:
            yield _Row(other.row, figures[-1], passage)


def _told(rows: Sequence[_Row], what: str, *, most: bool) -> Sentence:
    """The first of some rows and the next by what they tell, and among how many."""
    order = sorted(rows, key=lambda row: -row.figure.value if most else row.figure.value)
    best = [row for row in order if row.figure.value == order[0].figure.value]
    first = f"{'、'.join(row.name for row in best)}：{what}{best[0].figure.text}"
    place = f"在表中有这一数字的{len(rows)}项里最{'高' if most else '低'}"
    following = order[len(best) :][:1]
    after = "".join(f"，其次是{row.name}（{row.figure.text}）" for row in following)
    return Sentence(f"{first}，{place}{after}。", tuple(row.passage for row in [*best, *following]))

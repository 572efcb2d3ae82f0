"""A table as lines: each row a paragraph, in which each figure is a sentence that names its row and its column.

"指标：地区生产总值 | 单位：亿元。地区生产总值 | 2015年为464.2亿元。地区生产总值 | 增长%为6.9%。" So a cell has its own
year, its own kind (a column of targets beside one of results) and its own unit, as any sentence has.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import NamedTuple

_UNIT_HEAD = re.compile(r"(?:计量|计算)?单位")
_NUMBER_HEAD = re.compile(r"序号|编号|排序|NO\.?|No\.?|#")
_YEAR_HEAD = re.compile(r"年份|年度|时间|年")
_YEAR = re.compile(r"(?:19|20)\d\d")
_YEAR_FIRST = re.compile(rf"^{_YEAR.pattern}(?![\d年.,/—–-])")
_PERCENT = re.compile(r"[%％]|百分[比之]")
_UNIT = (
    r"[十百千万亿]{0,2}(?:美元|元|人次|人|户|个|家|张|所|套|件|辆|台|条|座|处|项|次|平方公里|平方米|公里|米|公顷|亩|吨标准煤|吨"
    r"|千瓦时|微克/立方米|天)|[%％‰]|个?百分点"
)
_BRACKETED = re.compile(rf"[（(]\s*(?:单位[:：])?({_UNIT})\s*[)）]")
_UNIT_LINE = re.compile(r"[（(]?\s*(?:计量|计算)?单位\s*[:：]\s*(?P<units>[^（()）:：。]{1,24}?)\s*[)）]?")
_UNIT_TOLD = re.compile(rf"{_UNIT_LINE.pattern}$|[（(](?P<bracketed>[^（()）:：。]{{1,24}})[)）]$")
_BODY = re.compile(
    r".{2}(?:局|委|办|部门?|院|中心|公司|集团|街道|[镇乡县区市]|学校)$|.{9}"
)  # "单位" can mean who does it
_PARTS = re.compile(r"[、，,;；和及\s]+")
_NUMBER = re.compile(r"(?P<before>[≥≤><＞＜约]?)(?P<digits>[-+−]?\d[\d,]*(?:\.\d+)?)(?P<after>左右|以上|以内|以下)?")
_FIGURE = re.compile(rf"{_NUMBER.pattern}\s*(?:[%％万亿]|{_UNIT})?")
_SURE_PERCENT = re.compile(r"增速|增幅|(?<!自然)增长率|占比|比重|完成率")
# What such a column has is not in the unit of its row: a rise, a place in an order.
_OWN_MEASURE = re.compile(r"增长|增减|同比|环比|[比较]上?年|[上去]年同期|上升|下降|变化|位次|排名|名次")
_PLACE = re.compile(r"位次|排名|名次")
_RATE_LABEL = re.compile(r"率$|比重|占比|比例|增[长速幅]|指数")
_MARKER = re.compile(r"^(?:其中[:：]?|[#*＃]|[（(]?[一二三四五六七八九十\d]{1,2}[）)、．]|\d{1,2}\.(?!\d))\s*")
_DATE = re.compile(r"(?:19|20)\d\d年(?:\d{1,2}月)?(?:\d{1,2}日)?|\d{1,2}月\d{1,2}日")
_EMPTY = re.compile(r"[-—–－―/\\…*×＊\s]*")
_LABEL_CHARS = 40  # what is longer tells something itself, and is not said again for each cell
_FIGURE_CHARS = 40
_LABEL_COLUMNS = 3
_CELL = re.compile(r"(?P<row>[^|。]+) \| (?:(?P<head>[^|。]*)为)?(?P<value>[^|。]*\d[^|。]*)。")


class Cell(NamedTuple):
    """A figure of a table as a sentence tells it: "地区生产总值 | 2015年为464.2亿元。"."""

    row: str
    head: str
    value: str


def cell_of(sentence: str) -> Cell | None:
    """The cell that a sentence tells of; None for one that is no cell of a table."""
    match = _CELL.fullmatch(sentence.strip())
    return Cell(match["row"], match["head"] or "", match["value"]) if match else None


def is_unit_line(line: str) -> bool:
    """Whether a line only says what the next table is counted in: "单位：亿元"."""
    return bool(_UNIT_LINE.fullmatch(line.strip())) and bool(units_told(line))


def units_told(line: str) -> tuple[str, ...]:
    """The units that the line above a table ends with: 亿元 and % of "主要指标（单位：亿元、%）"; else none."""
    told = _UNIT_TOLD.search(line.strip())
    parts = [part for part in _PARTS.split(told["units"] or told["bracketed"]) if part] if told else []
    return tuple(part.replace("％", "%") for part in parts) if all(re.fullmatch(_UNIT, part) for part in parts) else ()


def table_lines(rows: Sequence[Sequence[str]], units: Sequence[str] = ()) -> list[str]:
    """One line a row of a grid of cells; titles within it stay lines. `units` are those told above the table."""
    grid = [[_clean(cell) for cell in row] for row in rows]
    grid = [row for row in grid if any(row)]
    titles = list(itertools.takewhile(lambda row: len(set(filter(None, row))) == 1, grid))
    lines = [next(filter(None, row)) for row in titles]
    units = next(filter(None, map(units_told, reversed(lines))), units)
    heads, body = _parted(grid[len(titles) :])
    if heads and not body:
        return [*lines, " | ".join(filter(None, heads))]
    return [*lines, *_Table(heads, body, units).lines()]


def spanned(text: str) -> str:
    """The text of a cell that spans several; a figure there is said of none of them alone."""
    return f"{text}（合并格）" if _is_figure(text.strip()) else text


def _clean(cell: str) -> str:
    text = " ".join(cell.split()).replace("|", "/")
    return "" if _EMPTY.fullmatch(text) else text


def _parted(grid: Sequence[Sequence[str]]) -> tuple[list[str], list[Sequence[str]]]:
    """The head of each column and the rows below; no heads where the first row has figures already.

    A second row is one of heads where a cell of the first stands above several columns, and the first column goes on.
    """
    if not grid or any(_is_figure(cell) for cell in grid[0][1:]):
        return [], list(grid)
    heads, at = list(grid[0]), 1
    while at < len(grid) and _goes_on(heads, grid[at]):
        heads = [
            upper if lower in ("", upper) else f"{upper}{lower}" for upper, lower in zip(heads, grid[at], strict=True)
        ]
        at += 1
    heads = [_YEAR_FIRST.sub(r"\g<0>年", head) for head in heads]
    return heads, [row for row in grid[at:] if row != grid[at - 1]]


def _goes_on(heads: Sequence[str], row: Sequence[str]) -> bool:
    spans = any(one == other for one, other in itertools.pairwise(heads) if one)
    same = len(row) == len(heads) and row[0] in ("", heads[0])
    return spans and same and not any(map(_is_figure, row)) and len(set(row)) > 1


def _is_figure(cell: str) -> bool:
    """Whether a cell holds a number that is no year."""
    return bool(_FIGURE.fullmatch(cell)) and not _YEAR.fullmatch(cell)


class _Table:
    """A grid below its heads, as lines."""

    def __init__(self, heads: Sequence[str], body: Sequence[Sequence[str]], units: Sequence[str]) -> None:
        self._heads = heads
        self._body = body
        self._unit = next((unit for unit in units if unit != "%"), "") if len(set(units) - {"%"}) == 1 else ""
        self._percent = "%" in units
        self._labels = self._label_columns()

    def lines(self) -> list[str]:
        return list(filter(None, map(self._line, self._body)))

    def _label_columns(self) -> list[int]:
        """The first columns that together name each row; the first alone where they never do."""
        first = self._heads or next(iter(self._body), [])
        named = [at for at, head in enumerate(first) if not _NUMBER_HEAD.fullmatch(head)]
        for count in range(1, _LABEL_COLUMNS + 1):
            columns = named[:count]
            cells = [[row[at] for at in columns if at < len(row)] for row in self._body]
            if any(_is_figure(cell) for row in cells for cell in row[-1:]) and count > 1:
                break
            if len({tuple(row) for row in cells}) == len(cells):
                return columns
        return named[:1]

    def _line(self, row: Sequence[str]) -> str:
        filled = [cell for cell in row if cell]
        if len(set(filled)) == 1 and len(filled) == len(row) > 1 and not _is_figure(filled[0]):
            return filled[0]  # a title that stands above the rows below
        label = " ".join(dict.fromkeys(self._label(at, row[at]) for at in self._labels if at < len(row) and row[at]))
        told = 0 < len(label) <= _LABEL_CHARS and not re.search("[。；]", label)
        if not told or (self._heads and len(row) > len(self._heads)):
            return " | ".join(filled)  # of which columns the cells are is not sure
        return self._sentences(label, row)

    def _label(self, at: int, cell: str) -> str:
        dated = _YEAR.fullmatch(cell) and (not self._heads or _YEAR_HEAD.search(self._heads[at]))
        return f"{cell}年" if dated else _MARKER.sub("", cell)

    def _sentences(self, label: str, row: Sequence[str]) -> str:
        """What the row is called and said to be in words, then its figures, each with its column."""
        heads = self._heads or [""] * len(row)
        cells = [(at, head, cell) for at, (head, cell) in enumerate(zip(heads, row, strict=False)) if cell]
        figures = [one for one in cells if one[0] not in self._labels and self._has_figure(*one[1:])]
        words = [
            f"{head}：{cell}" if head and head != cell else cell
            for at, head, cell in cells
            if (at, head, cell) not in figures
        ]
        if not figures:
            return " | ".join(words) if len(words) > 1 else f"{words[0]} | 其余未填"
        unit = next((cell for _, head, cell in cells if _UNIT_HEAD.fullmatch(head) and not _BODY.search(cell)), "")
        told = [self._sentence(label, head, cell, unit) for _, head, cell in figures]
        return f"{' | '.join(words)}。{''.join(told)}" if self._heads else "".join(told)

    def _has_figure(self, head: str, cell: str) -> bool:
        plain = not re.search("[。；]", cell) and len(cell) <= _FIGURE_CHARS
        return (
            plain
            and bool(re.search(r"\d", _DATE.sub("", cell)))
            and not _NUMBER_HEAD.fullmatch(head)
            and not _UNIT_HEAD.fullmatch(head)
        )

    def _sentence(self, label: str, head: str, cell: str, unit: str) -> str:
        """A figure with its row and its column; the unit of the head goes behind a bare number."""
        if number := _NUMBER.fullmatch(cell):
            cell = f"{number['before']}{number['digits']}{self._unit_of(head, label, unit)}{number['after'] or ''}"
            label, head = _BRACKETED.sub("", label), _BRACKETED.sub("", head)
        return f"{label} | {f'{head}为' if head else ''}{cell}。"

    def _unit_of(self, head: str, label: str, unit: str) -> str:
        """The unit of a number: that of its column, else of its row, else of the table."""
        if own := _own_unit(head):
            return own
        if _SURE_PERCENT.search(head):
            return "%"
        if _OWN_MEASURE.search(head):
            return "%" if self._percent and not (_PLACE.search(head) or _RATE_LABEL.search(label)) else ""
        if own := unit or _own_unit(label):
            return own.replace("％", "%")
        if _RATE_LABEL.search(label) or _RATE_LABEL.search(head):
            return "%" if self._percent else ""
        return self._unit


def _own_unit(name: str) -> str:
    """The unit that a head names; empty where it names none."""
    if bracketed := _BRACKETED.search(name):
        return bracketed[1].replace("％", "%")
    return "%" if _PERCENT.search(name) else ""

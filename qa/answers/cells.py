"""Which cells of a table a question can mean: those of the row, the kind and the measure that it names.

Cells of one table are said alike, so that what tells them apart for search is little; here it is looked at by itself.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from qa.datatypes import Hit, Inquiry, Passage, Statement
from qa.figures.matching import Wanted
from qa.figures.parsing import Figure
from qa.reports.tables import Cell, cell_of
from qa.synonyms import same_names
from qa.text import normalise

_ENDS = re.compile(r"(?<=..)(?:街道|[镇乡区县市]|业|[(（].*[)）])$")  # what people leave out of a row's name
_TIME = re.compile(r"(?:(?:19|20)\d\d年|\d{1,2}月|[一二三四]季度|[上下]半年)")
_ALL = re.compile(r"合计|总计|小计|总数|全[市区县省国州]|^计$|^总")
_ONE_OF_ALL = re.compile(r"最|哪|谁|各|每|第[一二三四五六七八九十]|排|名单")
_SEVERAL = re.compile(r"[各和与、]|分别")
_PERCENT_COLUMN = re.compile(r"[%％]|[率比重速幅]$|同比|环比|增长|增减")
_BESIDE_NAME = re.compile(r"(?:序号|编号|(?:计量)?单位)：")
_NAME_OF_ROW = re.compile(r"[^：，。]{1,8}：[^：，。]{1,40}")
_ASIDE = re.compile(r"(?:19|20)\d\d年|[%％]|[(（][^()（）]*[)）]")
_WHOLE = re.compile(r"(?<=..)(?:合计|总计|小计|总数)$")
_DONE = re.compile(r"完成(?!率)|实际|达到|实现|实绩")


def meant(hits: Sequence[Hit], inquiry: Inquiry) -> list[Hit]:
    """The hits without the cells of tables that are plainly not asked for; what is no cell stays."""
    cells = {hit: cell for hit in hits if (cell := cell_of(hit.passage.text))}
    if not cells:
        return list(hits)
    asked = normalise(inquiry.standalone)
    rows = _rows_meant(cells.values(), asked)
    others = {hit for table in _tables(cells) for hit in _of_other_columns(table, asked)}

    def is_meant(hit: Hit) -> bool:
        if hit not in cells:
            return not _only_names(hit.passage.text)
        return cells[hit].row in rows and hit not in others and not _planned_only(hit.passage, inquiry)

    return list(filter(is_meant, hits))


def _only_names(text: str) -> bool:
    """Whether a sentence only names the row of a table ("序号：1 | 街道：青石街道。")."""
    parts = text.rstrip("。").split(" | ")
    told = [part for part in parts if not _BESIDE_NAME.match(part)]
    return len(told) == 1 and bool(_NAME_OF_ROW.fullmatch(told[0]))


def _rows_meant(cells: Iterable[Cell], asked: str) -> set[str]:
    """The names of the rows that the question names most fully; where it names none, those that it touches."""
    rows = {cell.row for cell in cells}
    told = {row: _named(row, asked) for row in rows}
    parts = set().union(*told.values())
    lesser = {part for part in parts if any(part != other and part in other for other in parts)}
    named = {row: own - lesser for row, own in told.items() if own - lesser}
    best = {row for row, own in named.items() if not any(own < other for other in named.values())}
    if not best and _ONE_OF_ALL.search(asked):
        return rows
    further = {row for row in rows if not best or _TIME.search(row) or _SEVERAL.search(asked)}
    return best | {row for row in further if _is_touched(row, asked)}


def _named(row: str, asked: str) -> set[str]:
    """The parts of a row's name that a question says in full, but for its end."""
    parts = (normalise(part) for part in row.split() if not _TIME.search(part))
    return {
        part
        for part in parts
        if any(_ENDS.sub("", name) in asked for name in (part, *map(normalise, same_names(part))))
    }


def _is_touched(row: str, asked: str) -> bool:
    """Whether a question says something of a row's name; a row of some time is meant where none is asked for."""
    name = normalise(row)
    if times := _TIME.findall(name):
        return not _TIME.search(asked) or any(time in asked for time in times)
    bare = _ENDS.sub("", name)
    pairs = map("".join, itertools.pairwise(bare))
    return bool(_ALL.search(row)) or any(pair in asked for pair in pairs)


def _planned_only(passage: Passage, inquiry: Inquiry) -> bool:
    """Whether a cell tells a target where the question wants the result."""
    done = inquiry.statement is Statement.OUTCOME or (inquiry.statement is None and _DONE.search(inquiry.own))
    return passage.statement.ahead and bool(done)


def title_of(passage: Passage) -> str:
    """The headings above a passage."""
    period = passage.period.label() if passage.period else ""
    return passage.header.removeprefix(passage.region or "").strip().removeprefix(period).strip()


def _tables(cells: Mapping[Hit, Cell]) -> Iterable[dict[Hit, Cell]]:
    """The cells apart by the report and the headings that they stand under."""
    tables: dict[tuple[str, str], dict[Hit, Cell]] = defaultdict(dict)
    for hit, cell in cells.items():
        tables[hit.passage.report_id, title_of(hit.passage)][hit] = cell
    return tables.values()


def _of_other_columns(table: Mapping[Hit, Cell], asked: str) -> set[Hit]:
    """The cells of a table in other columns than those that the question names; none where it names no column.

    A column that only says when, and one of growth or shares, is not left out for its name.
    """
    names = {hit: normalise(_ASIDE.sub("", cell.head)) for hit, cell in table.items()}
    wholes = {whole for name in names.values() if (whole := _WHOLE.sub("", name)) != name}

    def is_said(name: str) -> bool:
        parts = [name.removeprefix(whole) for whole in wholes if whole in asked and name.startswith(whole)]
        return _WHOLE.sub("", name) in asked or any(part and part in asked for part in parts)

    named = {name for name in names.values() if name and is_said(name)}
    best = {name for name in named if not any(name != other and _WHOLE.sub("", name) in other for other in named)}
    if not best:
        return set()
    return {
        hit for hit, name in names.items() if name and name not in best and not _PERCENT_COLUMN.search(table[hit].head)
    }


def measures_otherwise(figure: Figure, passage: Passage, wanted: Wanted) -> bool:
    """Whether a cell stands in a column of shares or growth where a level is asked for, or the other way round."""
    cell = cell_of(passage.text)
    if cell is None:
        return False
    if figure.unit == "%" and "%" not in wanted.units and not wanted.change:
        return bool(_PERCENT_COLUMN.search(cell.head))
    return bool(wanted.change) and not figure.is_growth and not _PERCENT_COLUMN.search(cell.head)

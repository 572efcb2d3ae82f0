"""Headings, paragraphs and sections out of the lines of a body.

Periods and statement kinds come from `qa.reports.statements`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from qa.reports.cleaning import ATTACHMENT, PROSE_END, SALUTATION, TIMES, Line
from qa.reports.tables import is_unit_line

_HEADING_CHARS = 60
_PLAIN_HEADING_CHARS = 30  # headings without a number are shorter
_RUN_IN_CHARS = 48  # a longer first sentence is no heading

_NUMBERINGS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (1, re.compile(r"第[一二三四五六七八九十百]{1,3}(?:部分|篇|编)|[上下]篇")),
    (2, re.compile(r"第[一二三四五六七八九十百]{1,3}章")),
    (3, re.compile(r"第[一二三四五六七八九十百]{1,3}节")),
    (4, re.compile(r"[一二三四五六七八九十]{1,3}(?:、|\.(?!\d))")),
    (5, re.compile(r"\([一二三四五六七八九十]{1,3}\)[、.]?")),
    (6, re.compile(r"\d{1,2}(?:[、．]|\.(?!\d))")),
    (7, re.compile(r"\(\d{1,2}\)|[①-⑳]")),
)
_TOP, _PLAIN, _CAPTION = 0, 8, 9
_LISTED = (6, 7)  # numberings of lists as well as of headings
_NOTES = re.compile(r"名词|名称解释|注释|术语|用语|短语")
_TERM_LEVEL = 5  # from here on numbers in the notes count terms, not sections
_LONE_NUMERAL = re.compile(r"[一二三四五六七八九十]{1,3}$")
_HAN = "[一二三四五六七八九十]"
_LONE_ORDINAL = re.compile(rf"(?:第{_HAN}{{1,2}}[,、][^。;!?]{{2,34}}|——[^,。;!?]{{2,28}})$")
_TABLE_CAPTION = re.compile(r"(?:附?表|图) ?\d{1,2}")
_REVIEWED = re.compile(r"回顾|总结|成就|过去")
_ANNOUNCES_PLAN = re.compile(
    r"(?:(?:今年|明年|新的一年|(?:20|19)\d\d年)[^。:]{0,40}|经济社会发展的?)"
    r"(?:总体要求|总体思路|工作思路|主要目标|(?:主要)?预期目标)[^。,:]{0,6}(?:是|为|:)"
)
_ANNOUNCING_CHARS = 120
_TOP_HEADING = re.compile(
    rf"^(?:{TIMES}.{{0,18}}(?:工作|要求)|(?:{TIMES})?.{{0,14}}(?:回顾|总结|任务|建议|安排|目标|计划|总体要求|展望|"
    r"打算|部署|重点|主要工作|工作要求|举措|思路|情况|^结束语|^结语)|"
    rf".{{0,8}}(?:做好|抓好|完成|实现){TIMES}.{{0,10}}(?:工作|任务|目标)|.{{0,16}}政府自身建设)$"
)
_DATED_HEADING = re.compile(rf"^{TIMES}")
_LIST_ITEM = re.compile(rf"^(?:{_HAN}{{1,2}}是|首先|其次|第{_HAN}{{1,2}}[,、]|——|—|\(\d|[①-⑳•●·])")
_CLOSING = re.compile(
    r"^(?:各位(?:代表|委员|领导)|主任、|同志们|过去(?:的?一|五|的?\d{4})年,|回顾(?:过去|五年|一年)|在肯定成绩|在看到成绩|"
    r"同时,?我们也?(?:清醒|深刻)|我们也(?:清醒|深知)|当然,我们|成绩(?:的取得)?来之不易|这些成绩)"
)


class Block(NamedTuple):
    """A body paragraph before it is judged: its span and the headings above it."""

    start: int
    end: int
    section: tuple[str, ...]


def blocks(text: str, folded: str, lines: Sequence[Line]) -> list[Block]:
    """Body paragraphs in order with their section paths; headings and lone salutations are not paragraphs."""
    levels = _heading_levels(folded, lines)
    stack: list[tuple[int, str]] = []
    found: list[Block] = []
    headed = noted = False  # whether the line before is a heading; whether the notes have begun
    for line, level in zip(lines, levels, strict=True):
        plain = folded[line.start : line.end]
        term = noted and (numbering(plain) or (0, 0))[0] >= _TERM_LEVEL
        if level is not None and not term:
            noted = bool(_NOTES.search(plain)) if level == _TOP else noted
            _push(stack, level, heading_text(text[line.start : line.end]))
            headed = True
            continue
        if is_unit_line(plain):
            continue
        if stack and stack[-1][0] == _CAPTION and " | " not in plain:
            stack.pop()
        if _CLOSING.match(plain) and not headed and any(rank <= 4 for rank, _ in stack):
            del stack[_depth_of_top(stack) :]
        announced = " | " not in plain and _ANNOUNCES_PLAN.search(plain[:_ANNOUNCING_CHARS])
        if announced and stack and _REVIEWED.search(stack[0][1]):
            stack[:] = _after_review(stack)
        headed = False
        if SALUTATION.fullmatch(plain):
            continue
        run_in = None if noted else _run_in(text[line.start : line.end], plain)
        if run_in is not None:
            _push(stack, *run_in)
        found.append(Block(line.start, line.end, tuple(title for _, title in stack if title)))
    return found


def heading_text(text: str) -> str:
    """A heading in one line, its numbering kept, blanks around the numbering dropped."""
    joined = re.sub(r"(?<=[^A-Za-z0-9])\s+|\s+(?=[^A-Za-z0-9])|^\s+|\s+$", "", text)
    return re.sub(r"\[\d+\]$|[。:：]$", "", joined)


def _push(stack: list[tuple[int, str]], level: int, title: str) -> None:
    while stack and stack[-1][0] >= level:
        stack.pop()
    stack.append((level, title))


def _depth_of_top(stack: Sequence[tuple[int, str]]) -> int:
    """How many headings stay above a paragraph that closes the sections below them."""
    return 1 + (stack[0][0] > 1 and stack[0][0] < 4 and len(stack) > 1 and stack[1][0] == 4)


def _after_review(stack: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """The headings that stay when the plan is announced under a review heading: an unnumbered last one opened it."""
    level, title = stack[-1]
    return [(_TOP, title)] if len(stack) > 1 and level == _PLAIN else []


def numbering(plain: str) -> tuple[int, int] | None:
    """Level and length of the numbering that a folded line begins with."""
    for level, pattern in _NUMBERINGS:
        if match := pattern.match(plain):
            return level, match.end()
    return None


def _heading_levels(folded: str, lines: Sequence[Line]) -> list[int | None]:
    plains = [folded[line.start : line.end] for line in lines]
    levels = [_numbered_level(plain) for plain in plains]
    restarts = _restarts(plains, levels)
    opening = None  # the report's first heading where it has no number, such as 五年工作回顾
    for index, plain in enumerate(plains):
        if levels[index] is not None or not _is_plain_heading(plain) or index + 1 == len(plains):
            continue
        bare = plain.replace(" ", "")
        first = all(level is None for level in levels[:index])
        again = opening is not None and levels[opening] == _TOP and bool(_DATED_HEADING.match(bare))
        top = bool(_TOP_HEADING.match(bare)) and (restarts[index] or again)
        levels[index] = _TOP if top or ATTACHMENT.match(bare) else _PLAIN
        if first:
            opening = index
        elif opening is not None and restarts[index] and _parallel(plains[opening], plain):
            levels[opening] = levels[index] = _TOP
    return _without_items(levels)


def _without_items(levels: Sequence[int | None]) -> list[int | None]:
    """The levels without those of a list: of lines numbered "1." or "(1)" with nothing between one and the next."""
    pairs = zip([None, *levels], levels, [*levels[1:], None], strict=False)
    return [None if level in _LISTED and level in (before, after) else level for before, level, after in pairs]


def _parallel(first: str, other: str) -> bool:
    """Whether two unnumbered headings are of one cut: 关于国内建设 and 关于外交工作, 新起点:… and 新征程:…."""
    colons = first.find(":"), other.find(":")
    return first[:2] == other[:2] == "关于" or (colons[0] == colons[1] and colons[0] >= 3)


def _numbered_level(plain: str) -> int | None:
    if _TABLE_CAPTION.match(plain) and len(plain) < _HEADING_CHARS and not PROSE_END.search(plain):
        return _CAPTION
    if _LONE_NUMERAL.match(plain):
        return 4
    if _LONE_ORDINAL.match(plain):
        return 6
    found = numbering(plain)
    if found is None or len(plain) > _HEADING_CHARS or "|" in plain:
        return None
    level, length = found
    title = plain[length:].strip()
    ended = re.search(r"[。;!?:]$", title) if level <= 5 else re.search(r"[。;!?:,]", title)
    stopped = level <= 4 and title.endswith("。") and len(title) < _PLAIN_HEADING_CHARS  # "一、工作回顾。" is a heading
    if not title or (ended and not stopped):
        return None
    return None if re.search(r"[。;!?]", title[:-1]) else level


def _restarts(plains: Sequence[str], levels: Sequence[int | None]) -> list[bool]:
    """For each line: the next heading of the kind 一、 begins anew, or none comes any more."""
    restarts = [True] * len(plains)
    following = True
    for index in range(len(plains) - 1, -1, -1):
        restarts[index] = following
        if levels[index] == 4 or (numbering(plains[index]) or (0, 0))[0] == 4:
            following = plains[index].startswith("一")
    return restarts


def _is_plain_heading(plain: str) -> bool:
    bare = plain.replace(" ", "")
    if not 2 <= len(bare) <= _PLAIN_HEADING_CHARS or PROSE_END.search(bare) or "|" in bare or _LIST_ITEM.match(bare):
        return False
    if is_unit_line(bare):
        return False
    item = re.search(r":|,.*\d", bare) and numbering(plain)  # "2.新建公路:120公里" tells something
    return bool(re.search(r"[\u4e00-\u9fff]{2}", bare)) and not item and not re.search(r"[。;!?]|[,、]$", bare)


def _run_in(text: str, plain: str) -> tuple[int, str] | None:
    """Level and title of a heading that runs into its paragraph; an empty title closes the level only."""
    found = numbering(plain)
    if found is None or found[0] > 6:
        return None
    level, length = found
    first = re.match(r"[^。!?]*", plain[length:])
    size = first.end() if first else 0
    if level == 6 and not 2 <= size <= _RUN_IN_CHARS:
        return None
    if size > _RUN_IN_CHARS:
        clause = re.match(r"[^。!?,;:]*", plain[length:])
        size = clause.end() if clause else 0
    if not 2 <= size <= _RUN_IN_CHARS:
        return level, ""
    return level, heading_text(text[: length + size])

"""What in a text is report and what is page furniture.

Works on folded text (`qa.text.fold`: widths and Traditional characters folded, offsets kept).
The body begins after the salutation, or where headings and prose begin; it ends with the last
line of prose. A line here is a span of the text; hard-wrapped lines become one span.
"""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from qa.text import stripped


class Line(NamedTuple):
    """One line of the text without the blanks around it; `gap` tells of an empty line before it."""

    start: int
    end: int
    gap: bool


class Parts(NamedTuple):
    """The text parted: `lead` holds title, meeting and speaker among furniture, `body` the report itself."""

    lead: tuple[Line, ...]
    body: tuple[Line, ...]


SALUTATION = re.compile(
    r"(?:尊敬的)?(?:各位(?:代表|委员|领导|同志|常委|嘉宾|来宾)|主任(?:、|,|和|委员)|主席(?:、|,|和|团)|同志们|代表们|委员长|"
    r"常务?委员会:)[^。;!?:]{0,40}[:!]"
)
_LONE_SALUTATION = re.compile(SALUTATION.pattern + r"?$")
PROSE_END = re.compile(r"[。!?;:…][”’)」』\]》]*$")
_HAN = "[一二三四五六七八九十]"
NUMBERED = re.compile(
    rf"(?:第[一二三四五六七八九十百]{{1,3}}[章节篇部]|{_HAN}{{1,3}}、|\({_HAN}{{1,3}}\)|\d{{1,2}}[.、](?!\d)|\(\d{{1,2}}\))"
)
ATTACHMENT = re.compile(
    r"^[※【\[(*]*(?:附件|附录|附表|附:|附注|附$|名词解释|名词注释|注释|相关名词|有关名词|用语说明|"
    r"《政府工作报告》.{0,8}(?:名词|注释|用语))"
)
TIMES = (
    r"(?:过去|今后|未来|近|前)?的?(?:(?:20|19)\d\d年?|[一二三四五]年|今年|明年|去年|上半年|下半年|"
    r"[“\"]?十?[一二三四五六七八九]?五[”\"]?(?:时期|期间))"
)
_MEETING = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日.{0,6}(?:在|于).{2,40}(?:会议|大会)")

_FURNITURE = re.compile(
    r"^\W*(?:您?(?:现在|当前|所在)?的?位置|首页|设为首页|加入收藏|收藏|打印|关闭|分享|字号|字体|大中小|来源|信息来源|稿源|"
    r"发布(?:时间|日期|机构|单位)|发表于|日期:|时间:|作者|浏览|阅读|点击|访问|责任编辑|责编|编辑:|审核:|上一[篇条页]|下一[篇条页]|"
    r"附件下载|扫一扫|扫码|版权|主办|承办|技术支持|网站|[^,。]{0,8}ICP备|[^,。]{0,3}公网安备|联系(?:我们|电话|方式)|copyright|"
    r"powered|e-?mail|返回|相关(?:链接|阅读|新闻|文章|稿件|解读)|标题:|发文|报告人:|来源url|正文:|内容摘要|您(?:需要|访问|好)|"
    r"本版积分|快速回复|无障碍|繁体|登录|注册|搜索|友情链接|微信|微博|当前位置|索引号|文号|主题词|评论|显示全部|"
    r"【(?:字体|e-?mail|打印|关闭|纠错|推荐|我要|收藏|大)|\[(?:字体|打印|关闭|大|中|小)|中央政府门户网站|新华社|新华网|中新网|"
    r"人民网|[>|]|isbn|上传|下载|推荐|我要|分类|所属|本文|转载|声明|免责)",
    re.IGNORECASE,
)
_FURNITURE_ANYWHERE = re.compile(
    r"责任编辑|免责声明|本文仅代表|不代表本站|本站为|造成了?侵权|百度搜索|门户网站.{0,6}是否继续|扫一扫|版权所有|www\.|https?://|ICP备|"
    r"登录后才|回复.{0,4}返回|打印本页|关闭窗口|打印\s*关闭"
)
_END_MARK = re.compile(r"本作品(?:是|在|属)|.{0,6}(?:维基文库|维基百科)|相关(?:链接|文档|附件|稿件):?$")
_FIGURE_REST = re.compile(r"[\d.,]*[%‰]?[。,;、)]+|[\d.,]*[%‰]")  # what a row took over of a figure; no page number
_CLOSING_MARKS = re.compile(r"[,。、;:)”》][,。、;:)”》(“《]*")  # a line of them alone, as around a linked title
_MIN_WRAPPED_LINES = 8  # fewer of some length do not tell of a width
_BREAK = re.compile(r"[^\S\n]*\n\s*")
_LATIN_JOINT = re.compile(r"[A-Za-z,.;:]\s+[A-Za-z]")
_FURNITURE_CHARS = 60  # longer lines are furniture only with a strong mark

_RUN_TOGETHER_CHARS = 1500  # no paragraph of the 350 reports is longer; whole reports in one line are
_DUPLICATE_CHARS = 40
_MIN_REPEATS = 3  # fewer repeated lines are the report's own refrain
_CUT_OFF_CHARS = 60  # a last line of this length is text that lost its end, not furniture
_LEAD_LINES = 60
_LEAD_SHARE = 0.25  # nor after so much of the text
_LEAD_PROSE = 3  # a salutation after so many prose paragraphs is not the opening one


def split_report(folded: str) -> Parts:
    """Part a folded text into what stands before the report and the report's own lines."""
    lines = _joined(folded, list(_lines(folded)))
    opening = _opening(folded, lines)
    lead, body = lines[:opening], lines[opening:]
    body = _before_end_mark(folded, body)
    body = [line for line in body if not _is_furniture(folded[line.start : line.end])]
    body = _without_tail(folded, _without_repeats(folded, lead, body))
    return Parts(tuple(lead), tuple(body))


def unwrapped(text: str, parts: Parts) -> tuple[str, Parts]:
    """The text with the breaks inside its lines taken out, and the lines where they now stand.

    Chinese goes on without a blank, a Latin word after another with one.
    """
    lines = (*parts.lead, *parts.body)
    breaks = [match for line in lines for match in _BREAK.finditer(text, line.start, line.end)]
    joints = [" " if _LATIN_JOINT.match(text, match.start() - 1) else "" for match in breaks]
    starts, ends = [match.start() for match in breaks], [match.end() for match in breaks]
    taken = [0, *itertools.accumulate(len(match[0]) - len(joint) for match, joint in zip(breaks, joints, strict=True))]

    def moved(line: Line) -> Line:
        start, end = (place - taken[bisect.bisect_right(ends, place)] for place in (line.start, line.end))
        return Line(start, end, line.gap)

    pieces = (text[last:first] + joint for last, first, joint in zip([0, *ends], starts, joints, strict=False))
    whole = "".join([*pieces, text[ends[-1] if ends else 0 :]])
    return whole, Parts(tuple(map(moved, parts.lead)), tuple(map(moved, parts.body)))


def _before_end_mark(folded: str, body: list[Line]) -> list[Line]:
    """Cut what an archive appends about rights and sources."""
    for index in range(len(body) // 2, len(body)):
        if _END_MARK.match(folded, body[index].start, body[index].end):
            return body[:index]
    return body


def _lines(folded: str) -> Iterator[Line]:
    position, gap = 0, False
    for raw in folded.split("\n"):
        start, end = stripped(folded, position, position + len(raw))
        if start == end:
            gap = True
        else:
            for first, last in _unrolled(folded, start, end):
                yield Line(first, last, gap)
            gap = False
        position += len(raw) + 1


def _unrolled(folded: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut a line that holds many paragraphs: at its wide blanks, else at its enumerators."""
    spans = [(start, end)]
    if end - start > _RUN_TOGETHER_CHARS:
        spans = _cut(folded, spans, _AFTER_SALUTATION)
    if end - start > _RUN_TOGETHER_CHARS or _WIDE_BLANKS.search(folded, start, end):
        spans = _cut(folded, spans, _WIDE_BLANKS)
    if max(last - first for first, last in spans) > _RUN_TOGETHER_CHARS:
        spans = _cut(folded, spans, _ENUMERATOR)
        spans = _cut(folded, spans, _GLUED_HEADING)
    spans = [piece for first, last in spans for piece in _parted(folded, first, last)]
    return [piece for first, last in spans for piece in _heading_apart(folded, first, last)]


_HEADING_WORD = "(?:回顾|总结|安排|任务|要求|目标|重点|情况|工作)"
_HEADING_BEFORE_BLANKS = re.compile(
    rf"{NUMBERED.pattern}[ ]?(?:[^ 。;]{{2,40}}(?=[ ]{{2,}}\S{{10}})|[^ ,。;]{{0,16}}{_HEADING_WORD}(?=[ ]\S))"
)


# The heading of a part that stands in a line with its text: "2024年工作安排。新建学校3所。"
_PART_WORDS = (
    "政府|[全我][县市区省州]|(?:国民)?经济和?社会发展|主要|重点|总体|各项|工作|发展|预期|目标|任务|奋斗|情况|要求|安排|"
    "部署|打算|回顾|总结|建议|思路|举措|设想|的|度|和|及|与|暨"
)
_PART_HEADING = re.compile(
    r"(?:(?<=[。!?;”)])|(?<![^\s]))(?:(?:下面|接下来),?我?(?:报告|汇报|安排)?|关于|对)?"
    rf"(?P<title>(?:{NUMBERED.pattern})?(?:{TIMES}|下一步|新的一年)(?:{_PART_WORDS}){{1,8}})"
    r"(?:(?:如下)?[。:]|[是为]:|\s+|(?<=[工作主要重点]{2}(?:回顾|安排|工作|任务))"
    r"(?!完成|落实|推进|执行|进展|圆满|全面|如下|已|均|都|基本|会|[,、;是为]))(?=[^\s])"
)
# A sentence with which a plan opens that has no heading.
_PLAN_OPENS = re.compile(
    r"(?<=[。!?;”)])(?=(?:做好)?(?:今年|明年|新的一年|20\d\d年)[^。;]{0,30}?(?:总体要求|预期目标|主要目标|总体思路|主要任务|"
    r"重点工作|工作的?要求|关键之年|关键一年|开局之年|收官之年|[要将](?:重点|着力|着重)?[做抓]好))"
)
_PART_SHARE = 0.1  # of the text: a line so long holds a part of a report, or all of it


def _parted(folded: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut a line that is a good part of the text where parts begin in it, each heading from its part."""
    if end - start < _PART_SHARE * len(folded):
        return [(start, end)]
    pieces: list[tuple[int, int]] = []
    for heading in _PART_HEADING.finditer(folded, start, end):
        pieces += [(start, heading.start()), heading.span("title")]
        start = heading.end()
    return _cut(folded, [*pieces, (start, end)], _PLAN_OPENS)


def _heading_apart(folded: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut a heading from the paragraph that follows it in the same line after a blank."""
    heading = _HEADING_BEFORE_BLANKS.match(folded, start, end)
    if heading is None or end - start < 60:
        return [(start, end)]
    return [(start, heading.end()), stripped(folded, heading.end(), end)]


_AFTER_SALUTATION = re.compile(
    r"(?<=各位代表[:!])|(?<=位委员[:!])|(?<=同志们[:!])|(?<=。)(?=各位代表[:!,])",
)
_LEVEL_MARK = rf"(?:{_HAN}{{1,3}}、|\({_HAN}{{1,3}}\))"
_WIDE_BLANKS = re.compile(
    rf"(?<=[。!?:;”])[ ]{{2,}}(?=\S)|[ ]{{4,}}(?=\S)|(?<=\S)[ ]{{2,}}(?={_LEVEL_MARK}|各位代表)",
)
_ENUMERATOR = re.compile(rf"(?<=[。!?:;”)])\s*(?={_LEVEL_MARK}|——)")
_GLUED_HEADING = re.compile(
    rf"(?<=[。!])(?=(?:{_HAN}{{1,3}}、)?(?:20\d\d年|过去五年|今后五年)[^。,;:]{{0,12}}(?:回顾|安排|任务|要求|重点)"
    r"(?:20\d\d年|今年|过去|五年))|(?<=工作回顾)(?=20\d\d年|过去|一年来|五年来|刚刚)|"
    r"(?<=(?:工作安排|重点工作|主要任务|总体要求))(?=20\d\d年是|今年是|做好)"
)


def _cut(folded: str, spans: list[tuple[int, int]], where: re.Pattern[str]) -> list[tuple[int, int]]:
    pieces: list[tuple[int, int]] = []
    for start, end in spans:
        for match in where.finditer(folded, start + 1, end):
            pieces.append(stripped(folded, start, match.start()))
            start = match.end()
        pieces.append(stripped(folded, start, end))
    return [(first, last) for first, last in pieces if first < last]


def _joined(folded: str, lines: list[Line]) -> list[Line]:
    """Join hard-wrapped lines. Blank lines between paragraphs, or lines of one width, tell of wrapping."""
    gaps = sum(line.gap for line in lines) > 0.4 * len(lines)
    width = _wrap_width(folded, lines)
    joined: list[Line] = []
    for line in lines:
        if joined and _continues(folded, joined[-1], line, gaps, width):
            joined[-1] = Line(joined[-1].start, line.end, joined[-1].gap)
        else:
            joined.append(line)
    return joined


def _wrap_width(folded: str, lines: list[Line]) -> int:
    """The width at which lines were broken, 0 where paragraphs are whole."""
    lengths = [line.end - line.start for line in lines if line.end - line.start >= 15]
    if len(lengths) < _MIN_WRAPPED_LINES:
        return 0
    ordered = sorted(lengths)
    width = ordered[int(0.8 * len(ordered))]
    near = sum(0.85 * width <= length <= 1.15 * width for length in lengths)
    broken = sum(not PROSE_END.search(folded[line.start : line.end]) for line in lines if line.end - line.start >= 15)
    return width if width < 90 and near > 0.5 * len(lengths) and broken > 0.5 * len(lengths) else 0


def _continues(folded: str, before: Line, line: Line, gaps: bool, width: int) -> bool:
    first, second = folded[before.start : before.end], folded[line.start : line.end]
    if gaps and not line.gap and len(first) > 15 and len(second) <= 6 and re.fullmatch(r"[A-Za-z0-9.%]+", second):
        return True  # an index or a figure that the archive set apart, as in PM 2.5
    if NUMBERED.fullmatch(first) and not line.gap:
        return True
    if _CLOSING_MARKS.fullmatch(second):
        return not _is_furniture(first)
    last_row = first[first.rfind("\n") + 1 :]
    if PROSE_END.search(first) and not (width and first.endswith("。") and len(last_row) >= width):
        return False  # a full row that ends in a full stop goes on more often than not
    if width and not line.gap and len(last_row) >= 0.85 * width and _FIGURE_REST.fullmatch(second):
        return not _is_furniture(first)
    if _is_furniture(first) or _is_furniture(second) or SALUTATION.match(second) or first.endswith("会议上"):
        return False
    if re.match(r"[,。、;:)”》]", second):
        return True
    if line.gap or NUMBERED.match(second) or second.startswith("——") or " | " in first + second:
        return False
    if width:
        return len(last_row) >= 0.85 * width
    return gaps and not _looks_like_heading(first)


def _looks_like_heading(text: str) -> bool:
    if len(text) > 40 or re.search(rf"(?:[《(,、的]|{_HAN}是)$", text):
        return False
    return bool(NUMBERED.match(text)) or not re.search(r"[,。]", text)


def _is_furniture(text: str) -> bool:
    bare = text.replace(" ", "")
    if len(bare) <= _FURNITURE_CHARS and _FURNITURE_ANYWHERE.search(bare):
        return True
    if not re.search(r"[\u4e00-\u9fff]", bare) and "|" not in bare:
        return True
    if len(bare) > _FURNITURE_CHARS or bare.endswith("。") or " | " in text:
        return False
    return bool(_FURNITURE.match(bare))


def _opening(folded: str, lines: Sequence[Line]) -> int:
    """Index of the first body line: after the opening salutation, else where headings and prose begin."""
    prose = prose_chars = 0
    for index, line in enumerate(lines):
        text = folded[line.start : line.end]
        if prose_chars > _LEAD_SHARE * len(folded) or prose >= _LEAD_PROSE or index > _LEAD_LINES:
            break
        if _LONE_SALUTATION.match(text):
            again = _salutation_again(folded, lines, index)
            return (index if again is None else again) + 1
        if re.match(r"各位代表[:,!]", text):
            return index
        if len(text) > 30 and PROSE_END.search(text) and not SALUTATION.search(text):
            prose += len(text) > 100
            prose_chars += len(text)
    return _opening_without_salutation(folded, lines)


def _salutation_again(folded: str, lines: Sequence[Line], index: int) -> int | None:
    """Index of the true salutation where the first one stood in an abstract: the head comes once more between them."""
    head = False
    for later in range(index + 1, min(index + 15, len(lines))):
        text = folded[lines[later].start : lines[later].end]
        if len(text) > 150:
            return None
        head = head or bool(_MEETING.search(text)) or text.replace(" ", "").endswith("工作报告")
        if head and _LONE_SALUTATION.match(text):
            return later
    return None


def _opening_without_salutation(folded: str, lines: Sequence[Line]) -> int:
    after_meeting = 0
    for index, line in enumerate(lines[:_LEAD_LINES]):
        text = folded[line.start : line.end]
        if len(text) < 80 and _MEETING.search(text):
            after_meeting = index + 1
    for index, line in enumerate(lines[after_meeting:], start=after_meeting):
        text = folded[line.start : line.end]
        if _is_furniture(text):
            continue
        numbered = bool(re.match(r"一、|\(一\)|第一[章节篇部]", text))
        review = len(text) < 30 and bool(re.search(r"(?:回顾|总结|概况)$", text.replace(" ", "")))
        if numbered or review or (len(text) > 30 and PROSE_END.search(text) and not _MEETING.search(text[:60])):
            return index
    return after_meeting


def _without_repeats(folded: str, lead: Sequence[Line], body: list[Line]) -> list[Line]:
    """Drop further copies of the text: from the first repeated long line on, only new long lines stay."""
    heads = {_squeezed(folded, line) for line in lead}
    seen: set[str] = set()
    repeated = []
    long = [line.end - line.start >= _DUPLICATE_CHARS for line in body]
    for line, is_long in zip(body, long, strict=True):
        text = _squeezed(folded, line)
        repeated.append(text in seen or (text in heads and not is_long))
        seen.add(text)
    copies = [index for index, again in enumerate(repeated) if again and long[index]]
    if len(copies) < _MIN_REPEATS:
        return body
    start = copies[0]
    while repeated[start - 1] and start > 0:  # the head of the second copy
        start -= 1
    return [
        line
        for index, line in enumerate(body)
        if index < start or (not repeated[index] and (long[index] or _is_prose(folded[line.start : line.end])))
    ]


def _squeezed(folded: str, line: Line) -> str:
    return re.sub(r"\s+", "", folded[line.start : line.end])


def _is_prose(text: str) -> bool:
    """Whether a line can end a report: a sentence, a note, a table row, or a long line cut off."""
    if " | " in text or (len(text) > 15 and re.match(rf"{NUMBERED.pattern}|[\[〔]\d{{1,3}}[\]〕]", text)):
        return True
    if len(text) >= 8 and PROSE_END.search(text) and not text.endswith(":"):
        return True
    return len(text) >= _CUT_OFF_CHARS and bool(re.search(r"[,。]", text))


def _without_tail(folded: str, body: list[Line]) -> list[Line]:
    """Cut what follows the last line of prose; attachments and table rows are kept."""
    last = len(body)
    while last:
        text = folded[body[last - 1].start : body[last - 1].end]
        if _is_prose(text):
            break
        last -= 1
    if last < len(body) and ATTACHMENT.match(folded[body[last].start : body[last].end]):
        end = last + 1
        while end < len(body) and body[end].end - body[end].start > 10:
            end += 1
        last = end
    return body[:last]

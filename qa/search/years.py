"""The years and periods that a question names, and the question without them."""

from __future__ import annotations

import datetime as dt
import re

from qa.text import whole_number

# What a number counts that is no year ("2000张"), and no word that only begins with the same character ("2022人代会").
_COUNTED = (
    r"[多余]?(?:[万亿套米辆吨棵份]|张(?!家)|亩(?!均)|株(?!洲)|平方|平米|公里|公顷|个(?![人体])|家(?![庭长里园具政装电])|户(?![籍口均外])|人(?![大代才口均民社])"
    r"|名(?![单额称校城])|元(?![旦宵])|件|项(?!目)|所(?![有以得])|处(?![理置罚级])|条(?![例件])|次|座(?![谈位])|部(?![门分署])|位(?![于居列置]))"
)
YEAR = re.compile(rf"(?<![\d.])((?:19|20)\d\d)(?!\d|{_COUNTED})(?:\s*[-—–~至到]\s*((?:19|20)\d\d)(?!\d|{_COUNTED}))?")
_SHORT_YEAR = re.compile(r"(?<![\d.近满每第])([012]\d)年(?![前来间以之级])")
_STRETCHES = {  # of a five-year plan, as offsets of first and last year from its first
    "末": (4, 4), "期末": (4, 4), "末期": (4, 4), "收官": (4, 4), "结束": (4, 4), "开局": (0, 0), "第一年": (0, 0),
    "头两年半": (0, 2), "前两年半": (0, 2), "两年半": (0, 2), "前半段": (0, 2), "前半程": (0, 2), "前半期": (0, 2),
    "前半截": (0, 2),
    "上半程": (0, 2), "上半段": (0, 2), "过半": (0, 2), "头两年": (0, 1), "前两年": (0, 1), "头三年": (0, 2),
    "前三年": (0, 2), "后半段": (2, 4), "后半程": (2, 4),
}  # fmt: skip
_PLAN = re.compile(rf"[“\"]?十([二三四五])五[”\"]?(?:规划)?的?(?:期间)?({'|'.join(_STRETCHES)})?")
# What may follow the name of a plan: "十四五开头这两年半", "十四五开始到2023年".
_FIRST_OF_IT = re.compile(r"(?:开[头局始]|起头|起步|最初|[头前])的?[这那]?(?:([一两二三四])年(半)?)")
_UNTIL = re.compile(r"(?:开[头局始]|以来|起)?[^,，。;；\d]{0,3}[到至](?:20)?(\d\d)年")
_YEAR_OF_IT = re.compile(r"[里中内的]{0,2}20\d\d年")  # "十四五规划里2025年"
_DURING = re.compile(rf"[“\"]?十[二三四五]五[”\"]?(?:规划)?(?:期间|时期|以来|开始|的?(?:{'|'.join(_STRETCHES)}))")
_AFTER = re.compile(r"((?:19|20)\d\d)年?(?:起|开始|以后)的?(?:往?后)?([二两三四五])年")
_BEFORE = re.compile(
    r"((?:19|20)\d\d)年?(?:底|换届)?(?:以前|之前|往前|往前数|为止|在内|及以前)的?(?:那)?([二两三四五])年"
)
_THEREUPON = re.compile(r"(?:此后|随后|其后)的?(?:那)?([二两三四五])年")  # after the year named before
# A government by when it took office: the five years that it then has.
_TERM = re.compile(
    r"((?:19|20)\d\d)年?([底末初]?)[^,，。;；\d]{0,4}(?:换届|当选|选[出上举]|上[任台]|就任|产生)(?![^,，。;；\d]{0,3}前)"
    r"[^,，。;；\d]{0,10}?(?:届(?:[^,，。;；\d]{0,8}政府)?[,，]?的?(?:五年)?的?(?:任期)?|任期|[后那]五年)[里内中]?"
)
_RELATIVE = {"前年": -2, "去年": -1, "上年": -1, "今年": 0, "本年": 0, "明年": 1}
_COMPARED_WITH = re.compile(r"[比较][去上]年")  # alone it tells no year: "产值比上年增长多少"
NEXT_YEAR = re.compile(r"转过年来?|来年|下一年|第二年|次年|转年|后一年")
YEAR_BEFORE = r"(?:前一年|上一年|头一年|[去上]年)"  # in patterns
_YEAR_BESIDE = re.compile(rf"(?P<after>{NEXT_YEAR.pattern}|明年)|(?<![比较跟和与]){YEAR_BEFORE}")
_WHEN = re.compile(
    r"(?:截?[至到]了?)?(?:(?:19|20)\d\d|(?<!\d)[012]\d(?=年))\s*年?年?(?:初|底|末|中|上半年|下半年|换届|这?一年)?|今年|去年|前年|明年|上年|同一?年|同期|期间|以来|"
    r"(?:今后|未来|往后|接下来|过去|这|那|前|头)的?(?:[一二两三四五几]年半?|这?几年)(?:里|间|来)?"
)


def find_years(text: str, today: dt.date) -> list[tuple[int, int]]:
    """Positions and years named in `text`, in order; spans give each of their years.

    "今年" and its kin mean the calendar of `today`, unless the text names a year itself.
    """
    found = named_years(text)
    if not found:
        found = [(text.index(word), today.year + shift) for word, shift in _RELATIVE.items() if word in text]
        found = [] if len(found) == 1 and _COMPARED_WITH.search(text) else found
    return sorted(set(found))


def named_years(text: str) -> list[tuple[int, int]]:
    """Positions and years that `text` names by their numbers, in order, each once."""
    found: list[tuple[int, int]] = []
    for match in _TERM.finditer(text):
        first = int(match[1]) + (match[2] != "初")
        found += [(match.start(), year) for year in range(first, first + 5)]
    text = _TERM.sub(lambda match: " " * len(match[0]), text)
    for match in YEAR.finditer(text):
        first = int(match[1])
        last = int(match[2] or first)
        found += [(match.start(), year) for year in range(first, min(last, first + 10) + 1)]
    found += [(match.start(), 2000 + int(match[1])) for match in _SHORT_YEAR.finditer(text)]
    for match in _PLAN.finditer(text):
        opening = 2011 + 5 * "二三四五".index(match[1])
        if not match[2] and _YEAR_OF_IT.match(text, match.end()):
            continue
        since, until = _STRETCHES[match[2]] if match[2] else (0, 4)
        if not match[2] and (opens := _FIRST_OF_IT.match(text, match.end())):
            until = whole_number(opens[1]) - (not opens[2])
        elif not match[2] and (end := _UNTIL.match(text, match.end())):
            until = min(until, max(2000 + int(end[1]) - opening, 0))
            found = [(at, year) for at, year in found if not match.end() <= at < end.end()]
        found += [(match.start(), year) for year in range(opening + since, opening + until + 1)]
    for pattern, step in ((_AFTER, 1), (_BEFORE, -1)):
        for match in pattern.finditer(text):
            found += [(match.start(), int(match[1]) + step * at) for at in range(whole_number(match[2]))]
    for match in _THEREUPON.finditer(text):
        if before := [year for at, year in found if at < match.start()]:
            found += [(match.start(), max(before) + at) for at in range(1, whole_number(match[1]) + 1)]
    return sorted(set(found))


def with_full_years(text: str) -> str:
    """The text with years as they are spoken ("17年") in full."""
    return _SHORT_YEAR.sub(r"20\1年", text)


def year_beside(text: str, year: int) -> int | None:
    """The year before or after `year` that the text speaks of ("前一年", "转过年来"); None where it does not."""
    match = _YEAR_BESIDE.search(text)
    return match and year + (1 if match["after"] else -1)


def relative_to(text: str, year: int) -> int | None:
    """The year that "今年", "去年" and their kin mean after a question about `year`; None where none is said.

    Reports tell of the year before them, so that "今年" is the year after the one told of.
    """
    shifts = {**_RELATIVE, "今年": 1, "本年": 1, "明年": 1}
    return next((year + shift for word, shift in shifts.items() if word in text), None)


def without_plans(text: str) -> str:
    """The text without the five-year plans that it names, and the stretches of them."""
    return _DURING.sub(" ", text)


def without_periods(text: str) -> str:
    """The text without anything that says when."""
    for pattern in (_TERM, _AFTER, _THEREUPON, _BEFORE, _PLAN, _YEAR_BESIDE, _WHEN):
        text = pattern.sub(" ", text)
    return text

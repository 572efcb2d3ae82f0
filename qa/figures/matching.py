"""Which figure of a sentence is the one asked for: by indicator, unit, level or change, new or total."""

from __future__ import annotations

import functools
import itertools
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from qa.figures.numbers import common_unit
from qa.figures.parsing import Figure, parse_figures
from qa.text import HOW_MANY, normalise

_Choice = TypeVar("_Choice")

_UNIT_ASKED = re.compile(
    r"(?<![排列第这那])(?<!排[在到])(?:多少|几)(?:个|几)?\s*(?:万|亿)?\s*(平方米|平米|平方公里|公里|公顷|个百分点|亿美元|美元|人次|微克|小时|分钟|车次|(?<=多少)年(?![来间初底])|个(?!亿|万|百分点|点)|名(?![额单字称录])|"
    r"公(?![共司园寓交租办安])|位(?![子置数])|[家所张间部件项人户套处座栋条辆台份趟枚起宗株米亩吨元次场天站支倍类批村棵根])"
)
_PERCENT_ASKED = re.compile(r"百分之|百分比|增速|增长率|增幅|降幅|比例|占比|成数|[一-鿿]{2}率|几个点|涨了?多少|几成|%")
# "死亡率", "解决率": what kind of rate is asked for, by the words before 率; 增长率 and its kin are changes of anything.
_RATE_ASKED = re.compile(r"([一-鿿]{2})率(?=[^先领]|$)")
_ANY_RATE = frozenset(("增长", "年均", "同比", "平均", "下降", "的比", "多少"))
_PER_UNIT = re.compile(r"单位|万元(?=地区|GDP|生产)|地均|亩均|每百亿")
_CHANGE_ASKED = re.compile(r"增速|增长|增减|增幅|降幅|涨|下降|提高|上升|减少了?多少|变化|同比|翻")
_NEW_ASKED = re.compile(
    r"新增|新建|新开|新设|新添|再添|新引|新[招签聘落投]|新注册|新登记|新修|新办|又|添了|当年|这一年|增加了多少|新来"
)
_TOTAL_ASKED = re.compile(
    r"累计|总数|[总一]共有|[总一]共[才只就]|加起来|现有|目前|总量|总计|达到多少|存量|全部|(?<![没只里中])有(?:多少|几)[^,，。;；]{0,3}$|到(?!底).{0,8}(?:底|末)"
)
_LENGTH_ASKED = re.compile(r"多长(?!时间|日子)|(?<!差)多远|长度")
_MONEY_ASKED = re.compile(
    r"(?:多少|几)(?:个?(?:亿|钱)|[百千万]块(?!地)|块钱|毛钱)|补(?:给|助|贴)?(?:多少|几)块?(?=[?？,，。]|$)|"
    r"(?:(?<!名)额|总值|增加值|[出进]口)(?:一共|总共|合计|大概|大约)?[是有为]?多少(?=$|[?？,，。呢啊])|"
    r"的钱(?=$|[?？,，。])|多少(?:资金|经费|财政|投资|费用|款项?)|"
    r"(?:补贴|补助|津贴|费用|价格|票价|工资|租金)[^,，。]{0,4}(?:多少|几)(?=[?？,，。呢啊]|$)"
)
_HOW_MUCH = re.compile(rf"{HOW_MANY}|百分之|多长|多大|多高|比例")
_WITH_WHOLE = re.compile(r"(?:[^,，。;；!！?？]+[里中][,，])?[^,，。;；!！?？]+")  # "新增的学位里,初中的有多少"
_PAIR = re.compile(r"[一-鿿](?<!的)[一-鿿](?<!的)")
_NUMBERS = re.compile(r"\d[\d.]+")
_DATE = re.compile(r"(?:19|20)\d\d年?(?:\d+月)?[初中底末]?")
# States of one thing that are not each other: what was begun is not what was finished.
_FINISHED = re.compile(r"完工|竣工|建成|[装盖建修]好|[装盖建修做干]完|投入使用|投产|完成")
_STATES = (
    re.compile(r"签约|签下|签订|签署"),
    re.compile(r"开了?工|动了?工|启动"),
    _FINISHED,
    re.compile(r"到账|到位|实际(?:利用|使用|拨付)"),
)
_NEW = re.compile(r"新增|新建|新开|新设|新引|新添|年内|当年|增加|新")
_SURELY_NEW = re.compile(r"新增|新建|新开|新设|新引|新添|新落")  # also in "累计新增"
_TOTAL = re.compile(r"累计|总数|总量|总计|达到?|共有|共计|现有|保有")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a question says about the figure that it wants; None and () where it does not say.

    `words` are the question's telling words with their weight; "财政收入|一般公共预算收入" is one
    word that may stand in either form. `state` is the number of the pattern in `_STATES`, `rate` the
    kind of rate asked for (失业), and `per_unit` False where nothing is asked per unit of something else.
    `excluded` is what the question says that it does not mean.
    """

    words: Mapping[str, float]
    units: tuple[str, ...] = ()
    change: bool | None = None
    new: bool | None = None
    state: int | None = None
    rate: str = ""
    per_unit: bool = True
    excluded: tuple[str, ...] = ()

    @classmethod
    def of(cls, question: str, words: Mapping[str, float], excluded: tuple[str, ...] = ()) -> Wanted:
        """Read the wish from a question; `words` gives its content words and how telling each is."""
        units = [common_unit(unit) for unit in _UNIT_ASKED.findall(question)]
        if not units and _PERCENT_ASKED.search(question):
            units.append("%")
        if not units and _LENGTH_ASKED.search(question):
            units += ["公里", "米"]
        if not units and _MONEY_ASKED.search(question):
            units.append("元")
        asked = asking_clause(question)
        new = next((one for one in map(_asks_new, (question, asked)) if one is not None), None)
        return cls(
            words=words,
            units=tuple(dict.fromkeys(units)),
            change=True if _CHANGE_ASKED.search(question) else None,
            new=new,
            state=_state(asked),
            rate=next((rate for rate in _RATE_ASKED.findall(question) if rate not in _ANY_RATE), ""),
            per_unit=bool(_PER_UNIT.search(question)),
            excluded=excluded,
        )

    def keeping(self, kept: Callable[[str], bool]) -> Wanted:
        """The same wish with only those of its words that are `kept`."""
        return replace(self, words={word: weight for word, weight in self.words.items() if kept(word)})

    def coverage(self, text: str) -> float:
        """Weighed share of the question's words that stand in normalised `text`; parts of a word count half."""
        return self.coverages(text, ())[0]

    def coverages(self, text: str, parts: Iterable[str]) -> tuple[float, float]:
        """The coverage of normalised `text`, and that of the best of its parts; a part has no word that the text lacks."""
        total = sum(self.words.values())
        if not total:
            return 0.0, 0.0
        held = [(word, weight, much) for word, weight in self.words.items() if (much := _presence(word, text))]
        best = max((sum(weight * _presence(word, part) for word, weight, _ in held) for part in parts), default=0.0)
        return sum(weight * much for _, weight, much in held) / total, best / total

    def excludes(self, figure: Figure) -> bool:
        """Whether what is said of a figure names what is not meant, in words that are not asked for as well."""
        asked, text = "".join(self.words), figure.indicator + figure.aspect + figure.text
        phrases = _DATE.sub("", " ".join(self.excluded))  # of which year a figure is, the reports tell elsewhere
        pairs = (phrases[at : at + 2] for at in range(len(phrases) - 1))
        named = any(_PAIR.fullmatch(pair) and pair in text and pair not in asked for pair in pairs)
        return named or not set(_NUMBERS.findall(phrases)).isdisjoint(_NUMBERS.findall(text))

    def told_per_unit(self, text: str) -> bool:
        """Whether a text tells something per unit of what is asked ("单位地区生产总值能耗"), which is another thing."""
        return not self.per_unit and bool(_PER_UNIT.search(text))

    def unit_fits(self, figure: Figure) -> bool:
        """Whether the figure's unit is one that was asked for."""
        return bool(figure.unit) and any(unit in figure.unit or figure.unit in unit for unit in self.units)


_DIMENSIONS = {
    "share": "% ‰ 个百分点 个千分点 倍",
    "money": "元 美元 欧元 港元 元/月 元/平方米",
    "area": "平方米 平方公里 公顷 亩",
    "length": "公里 米 里",
    "people": "人 人次 万人次",
    "air": "微克 微克/立方米 毫克/立方米",
    "mass": "吨 吨标准煤 千克 公斤 克",
    "time": "天 工作日 小时 分钟 秒 个月 年",
}
_DIMENSION_OF = {unit: name for name, units in _DIMENSIONS.items() for unit in units.split()}


def dimension(unit: str) -> str:
    """What a unit measures; every measure word of things (个, 家, 项, 张) counts them."""
    return _DIMENSION_OF.get(unit, "things")


def clauses_of(question: str) -> list[str]:
    """The clauses of a question, without the marks between them."""
    return re.findall(r"[^,，。;；!！?？]+", question)


def asking_clause(question: str) -> str:
    """The clauses that ask how much, each with what it is a part of, or the whole question where none does."""
    return "，".join(filter(_HOW_MUCH.search, _WITH_WHOLE.findall(question))) or question


def _asks_new(question: str) -> bool | None:
    """Whether it is asked what came new, not what there is; None where neither is said, or both."""
    new, total = bool(_NEW_ASKED.search(question)), bool(_TOTAL_ASKED.search(question))
    return None if new == total else new


def is_finished(text: str) -> bool:
    """Whether a text is about what was finished, and about no other state."""
    return _state(text) == _STATES.index(_FINISHED)


def _state(text: str) -> int | None:
    """Which of the opposed states a text is about; None when none or both."""
    found = [number for number, pattern in enumerate(_STATES) if pattern.search(text)]
    return found[0] if len(found) == 1 else None


def without_state(text: str) -> str:
    """A text without the words that tell a state: of "竣工的保障房" its subject, "的保障房"."""
    return functools.reduce(lambda rest, pattern: pattern.sub("", rest), _STATES, text)


def other_state(figure: Figure, wanted: Wanted) -> bool:
    """Whether the figure counts what was begun and the question what was finished, or the other way round."""
    context = figure.indicator + figure.aspect
    state = _state(context)
    return wanted.state is not None and state is not None and state != wanted.state


def only_state(figure: Figure, wanted: Wanted) -> bool:
    """Whether the figure names just the state asked for ("竣工11个") and leaves its subject to the clause before."""
    return wanted.state is not None and bool(_STATES[wanted.state].fullmatch(figure.indicator))


def other_dimension(figure: Figure, wanted: Wanted) -> bool:
    """Whether the figure measures something else than was asked for: money for people, a share for a count."""
    about = figure.indicator + figure.aspect
    if wanted.told_per_unit(about):
        return True
    if wanted.rate and f"{wanted.rate}率" in about:
        return False
    return bool(wanted.units) and dimension(figure.unit) not in {dimension(unit) for unit in wanted.units}


def _presence(word: str, text: str) -> float:
    """How far a word stands in a text: 1 for all of it in one of its forms, up to 0.5 for parts."""
    if is_named(word, text):
        return 1.0
    return max(_parts_present(form, pairs, text) for form, pairs in _forms(word))


@functools.lru_cache(maxsize=4096)
def _forms(word: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The forms of a word, each with its pairs of neighbouring characters; none of what is not Chinese."""
    forms = word.split("|")
    return tuple((form, () if form.isascii() else tuple(map("".join, itertools.pairwise(form)))) for form in forms)


def is_named(word: str, text: str) -> bool:
    """Whether all of a word stands in normalised `text`, in one of its forms."""
    return any(form in text for form, _ in _forms(word))


def stands_in(word: str, text: str) -> bool:
    """Whether a word, or a part of it, stands in normalised `text`."""
    return _presence(word, text) > 0


def _parts_present(word: str, pairs: Sequence[str], text: str) -> float:
    if not pairs:
        return 0.0
    found = sum([pair in text for pair in pairs]) / len(pairs)
    return 0.5 * max(found, 0.6 * all([letter in text for letter in word]))


def score_figure(figure: Figure, wanted: Wanted) -> float:
    """How well a figure fits the wish; only differences between figures mean something."""
    near = wanted.coverage(normalise(figure.indicator + figure.aspect))
    score = 2.0 * near
    if wanted.units:
        score += 0.5 if wanted.unit_fits(figure) else (-0.8 if other_dimension(figure, wanted) else 0.0)
    if wanted.change is not None:
        score += 0.5 if figure.is_growth == wanted.change else -0.3
    elif figure.is_growth:
        score -= 0.3
    if wanted.new is not None:
        new = is_new(figure)
        if new is not None:
            score += 0.6 if new == wanted.new else -0.6
    return score


def is_new(figure: Figure) -> bool | None:
    """Whether a figure counts what came new, not all there is; its own clause decides before what it inherits."""
    for context in (figure.aspect, figure.indicator):
        if _SURELY_NEW.search(context):
            return True
        new, total = bool(_NEW.search(context)), bool(_TOTAL.search(context))
        if new != total:
            return new
    return None


def likeliest(scored: Iterable[tuple[float, _Choice]], at_least: float = -math.inf) -> _Choice | None:
    """The choice with the highest score, if any has at least the one given; earlier wins ties, rounding left aside."""
    best: tuple[float, _Choice] | None = None
    for score, choice in scored:
        if score >= at_least and (best is None or score > best[0] + 1e-9):
            best = (score, choice)
    return best and best[1]


def best_figure(sentences: Sequence[str], wanted: Wanted) -> tuple[int, Figure, float] | None:
    """(sentence position, figure, score) of the figure that fits best; earlier wins ties."""
    scored = []
    for position, sentence in enumerate(sentences):
        whole = wanted.coverage(normalise(sentence))
        for figure in parse_figures(sentence):
            score = score_figure(figure, wanted) + whole - 0.12 * position
            scored.append((score, (position, figure, score)))
    return likeliest(scored)

"""What a question asserts: its clauses up to where they ask, with the words of what each is about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.answers.material import Material
from qa.dictionary import binds
from qa.figures.matching import Wanted, clauses_of, is_named
from qa.figures.parsing import parse_figures
from qa.text import HOW_MANY, normalise, numeral

_TELLING = 4.0  # weight of the words that a subject needs: "企业" alone is no thing
# What follows is asked for.
_ASKING = re.compile(rf"(?<![好那这才])(?<!只有){HOW_MANY}|哪[些几]?|(?<![为凭])什么|谁|是否|有没有|是不是")
_WHETHER = re.compile(r"是否|有没有|是不是(?!$)|还是|(?<!不是)[吗么没][?？]?$|^(?:(?!还[差缺]).)*没有[?？]?$")
_TAKEN_FOR_GRANTED = re.compile(r"不是.*[吗嘛]$")
NOT_YET = re.compile(r"还没|还未|没有?|尚未|未|还在|还(?=开)|还差|(?:目标|任务)还|要等?到.{0,8}才")
_WISHES = re.compile(r"[都也]要(?:[看列说讲给]|知道)?$")  # "开工、竣工都要": what the answer is to hold
_LACKS = re.compile(r"还?没(?!有?什么)|尚未|未(?!来)")
_DOUBT = re.compile(r"是不是|[是对]吧$")  # who asks on, takes it to be so
_TAG = re.compile(r"[,，]?(?:是不是|对不对|[对是]吧|对吗|没错吧)$")
_DOING = re.compile(r"[了得着]$")  # an ending that no name has: "涨得", "增了"
_ONLY = r"[只才](?:有|覆盖|完成|做到)"
ONLY = re.compile(_ONLY)  # said of some, not of all
ALWAYS = re.compile(r"一直|连续|连着|(?<!\d)年年|每年都|总是|向来|历来|霸榜|蝉联")
_ASSERTS = re.compile(r"既然|不是[^,，]*[吗嘛](?=[,，?？]|$)|吧(?=[,，?？。!！]|$)")
# Has no word that asks, and is no list of keywords.
_TELLS = re.compile(
    rf"^(?!.*(?:什么|哪|谁|怎|何|{HOW_MANY}|多[大高长远久快]|是否|有没有|[吗呢么没](?:[?？]|$)|还是)).+(?:[?？]$|[了没都就是已].{{3,}}$)"
)
SHORT_OF = re.compile(
    r"连$|(?:不到|不足|(?:没有?|未)能?(?:突破|超过|达到?|[够冲迈][到上过]|[到过上]))[^,，\d]{0,2}$"
)  # stands before a figure that is said not to be reached
RUN = re.compile(r"连(?:续|着)?(\d+|[一二两三四五六七八九十]+)个?(年|届|月|季度)")
FIRST = re.compile(r"首次|首度|首现|第一次|头一[回次]")
_FAR_DOWN = re.compile(r"垫底|倒数|末位|末尾|最后一名|排最后|中游|中下游|下游|靠后|吊车尾")
_FOREMOST = re.compile(r"第一|首位|榜首|居首|之首|前列")
_RANKED = re.compile(
    r"第([一二三四五六七八九十]+|\d+)(?=[名位了的吧、和(（]|[,，。;；!！?？]|$)|老([二三四五六七八九])(?![一-鿿])|(首位|榜首|之首|居首|头一?名|(?:排|居)在?第一)"
)
ONE_YEAR = re.compile(r"一年|当年|全年|年内")


@dataclass(frozen=True, slots=True)
class Stages:
    """What a thing goes through, stage after stage; a text tells the last of them that it names."""

    patterns: tuple[re.Pattern[str], ...]

    @classmethod
    def of(cls, *patterns: str) -> Stages:
        """Take a pattern for each stage, the first one first."""
        return cls(tuple(map(re.compile, patterns)))

    def last(self, text: str) -> int | None:
        """The last stage that a text names; None where it names none."""
        return max((at for at, pattern in enumerate(self.patterns) if pattern.search(text)), default=None)


_BUILT = r"竣工|完工|建成|建设完成|落成|完毕|[修建装盖]好|[修建装盖]完"
_IN_USE = (
    r"通车|开通|投用|投入使用|投入运营|(?<!试)运[营行转]|封关|载客|开业|开张|重张|开馆|开园|开街|开门|开放|交付|[入搬]住|住进"
    r"|搬[进回]|回迁|启用|开诊|接诊|投产|入驻|招生|展出"
)
SCALES = (
    Stages.of(
        r"规划|立项|前期|选址|报批|谋划|筹[建备]|(?:设计|建设|选址|编制)方案",
        r"开工|动工|启动|进场|施工|在建|开建|奠基|建设(?!用地)|(?:加快|有序|稳步|持续|全力)(?:实施|推进)",
        r"封顶|主体(?:结构)?(?:完工|完成)|试运[行营]|调试|[还正]在(?:施工|[翻改扩重]?建|翻修|改造)",
        rf"{_BUILT}",
        rf"{_IN_USE}",
    ),
    Stages.of(r"启动|推进|实施|谋划|筹备|开展|探索", r"做完|办完|搞完|[改换转]完|(?<![未没])完成|收官"),
    Stages.of(r"报[^,，]{0,8}审批|报批|送审|申报|上报", r"获批|批复|批准|批了|批下|审批通过"),
    Stages.of(
        r"(?:启动|推进|正在)[^,，]{0,8}(?:腾退|搬迁|拆除|清退|关停|征收)|[还在]?开着|还在(?:营业|经营|开)",
        r"腾退|关停|关闭|清退|搬迁|搬[走完]|拆除|拆[掉完]|净地|关[了门]",
    ),
    Stages.of(
        rf"一半|部分|好[几多]|有的|不少|空白|{_ONLY}|(?:尚未|没有?|未)[^,，]{{0,6}}(?:全|覆盖|达标|完成)",
        r"全覆盖|全部|均|[每各]个?[一-鿿]{1,8}都|稳定达标|全面(?:完成|达标)|100%",
    ),
    Stages.of(
        r"[没未](?!来|有?什么)|还(?!有)",
        r"(?<![没未])(?<!没有)(?<!尚未)(?:全面|全部|顺利|如期|基本)?(?:完成|建成|竣工|收官)",
    ),
    Stages.of(
        r"[离距][^,，]{0,16}(?:目标|任务)|还差|要等?到.{0,8}才",
        r"(?:提前|超额)(?:一年|两年)?(?:完成|实现|达到)(?!年度|阶段)|(?:已经?|均)(?:达到|完成|实现|超过)规划(?:目标|任务)",
    ),
)
# "竣工后租出去几成", "开馆时有多少": asked of something at a stage that it is taken to have reached.
_SINCE = re.compile(
    rf"^.*(?:{_BUILT}|{_IN_USE}|完)[^,，]{{0,3}}?(?:[以之]?后|以来|那年|[那当]?[时天]|的?(?:头一?年|第一年|首年|首日))(?![段期间])"
)
_PAST = re.compile(
    r"\d{4}年|去年|今年|目前|现在|如今|了|已|以来|那年|[那当]时|头一?年|第一年|首年"
)  # "建成后有多少" may be still to come
_RANK = r"第[一二三四五六七八九十\d]+|头一?名|榜首|首位|金牌榜?"
_SAID_OF_IT = re.compile(
    "|".join(
        [pattern.pattern for scale in SCALES for pattern in scale.patterns]
        + [one.pattern for one in (NOT_YET, RUN, ALWAYS, ONE_YEAR, FIRST, _FAR_DOWN)]
        + [
            _RANK,
            r"目标|计划|打算|准备|才能?|做[到成]|能够|全都|往[上下][一-鿿]|[一二两三四五六七八九]成[多半]?|[变降升][多少高低]|[压降升增涨提减缩扩][到至在]|控制在|[多少高低涨降升跌掉]了|排[到在名]|位[居列]",
            r"为什么|为何|怎么|咋|不到|不足|已经|早就|不是|现在|目前|当时|那[个段种条]|这[个段种条]|一块|差不多|快要?|还有?",
        ]
    )
)


@dataclass(frozen=True, slots=True)
class Claim:
    """A clause of a question as far as it asserts something, with the telling words of what it is about.

    Figures, stages and ranks are what is said of a thing, so they are not among the words; whose it is goes without
    saying.
    """

    text: str
    subject: Wanted
    asks: bool = False  # whether the clause goes on to ask something
    granted: bool = False  # whether it is said before what is asked

    def years(self, asked: Sequence[int]) -> tuple[int, ...]:
        """Of which of the years `asked` about it is said: those it names, or else all."""
        named = tuple(year for year in asked if str(year) in self.text)
        return named or tuple(asked)

    def about(self, text: str) -> float:
        """The share of the subject that a text holds; 0 where the subject is too common to be a thing."""
        known = sum(self.subject.words.values()) >= _TELLING
        return self.subject.coverage(normalise(text)) if known else 0.0

    def ranked_otherwise(self, text: str) -> bool:
        """Whether a text gives another rank than is said, or a run of other length ("连续6年" for "连着三年")."""
        if _FAR_DOWN.search(self.text):
            return bool(_FOREMOST.search(text)) and not _FAR_DOWN.search(text)
        said, told = _places(self.text), _places(text)
        return any(said[kind].isdisjoint(told[kind]) for kind in said.keys() & told.keys())


def asserts(question: str) -> bool:
    """Whether a question takes something to be so, in so many words or by having no word that asks."""
    return bool(_ASSERTS.search(question) or _TELLS.search(question))


def claims_of(material: Material, *, doubted: bool = False) -> Iterator[Claim]:
    """The asserting clauses of a question; those that ask whether something is so only where `doubted` is wanted.

    A clause that names nothing by itself ("现在还在建") and asks nothing says it of what the clause before is about.
    """
    before = Claim("", Wanted({}))
    asked = clauses_of(material.inquiry.own)
    for clause in [*(_DOUBT.sub("", clause) for clause in asked[:-1]), *asked[-1:]]:
        if not doubted and _WHETHER.search(clause) and not _TAKEN_FOR_GRANTED.search(clause):
            continue
        if _WISHES.search(clause):
            continue
        text, asks = _asserted(clause)
        subject = normalise(_SAID_OF_IT.sub(" ", _without_figures(text)))
        words = {
            word: weight
            for word, weight in material.wanted.words.items()
            if is_named(word, subject)
            and not (binds(word) or _DOING.search(word))
            and not any(word in one for one in material.inquiry.regions)
        }
        if not asks and sum(words.values()) < _TELLING:
            text, asks = f"{before.text}，{text}", before.asks
            words = {**before.subject.words, **words}
        if words:
            before = Claim(text, Wanted(words), asks=asks, granted=not asks and clause is not asked[-1])
            yield before


def _asserted(clause: str) -> tuple[str, bool]:
    """A clause up to where it asks, and whether it does; who asks which ones lack something asserts that some do."""
    clause = _TAG.sub("", clause)
    asking = _ASKING.search(clause)
    if asking is None:
        return clause, False
    before, behind = clause[: asking.start()], clause[asking.end() :]
    if (since := _SINCE.match(before)) and _PAST.search(clause):
        return since[0], False
    return f"{before}有的{behind}" if _LACKS.search(behind) else before, True


def _places(text: str) -> dict[str, set[float | None]]:
    """The ranks that a text names, and the lengths of its runs by their unit."""
    places: dict[str, set[float | None]] = {}
    for found in _RANKED.finditer(text):
        places.setdefault("第", set()).add(numeral(found[1] or found[2] or "1"))
    for found in RUN.finditer(text):
        places.setdefault(found[2], set()).add(numeral(found[1]))
    return places


def _without_figures(text: str) -> str:
    for figure in reversed(parse_figures(text)):
        text = f"{text[: figure.start]} {text[figure.end :]}"
    return text

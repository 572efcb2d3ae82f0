"""What a figure counts, as a reader would name it, and as what: level, new, running total, change or share.

"新增养老床位350张" counts 养老床位 that are new; "同比增长6.1%" after "地区生产总值820亿元," is the change of
地区生产总值. Rules about the shape of such clauses, nothing about single indicators.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from qa.figures.matching import dimension
from qa.figures.parsing import Figure, clauses
from qa.reports.tables import Cell, cell_of
from qa.text import fold


class Kind(StrEnum):
    """As what a figure gives its indicator; figures of two kinds are never one series."""

    LEVEL = "level"
    NEW = "new"
    TOTAL = "total"
    CHANGE = "change"
    SHARE = "share"

    @property
    def label(self) -> str:
        """The kind in the words of the page."""
        return _LABELS[self]


_LABELS = {Kind.LEVEL: "数值", Kind.NEW: "新增", Kind.TOTAL: "累计", Kind.CHANGE: "增减", Kind.SHARE: "占比"}


@dataclass(frozen=True, slots=True)
class Naming:
    """What a figure counts; `base` is what it is compared with or a share of, as written, or empty."""

    indicator: str
    kind: Kind
    base: str = ""


_NEW_VERBS = "新(?:增|改?扩?建|开[工办业]?|设立?|引进?入?|认定|培育|添|落地|办|签约|注册|登记|入库?|招|聘|发展|投[产运用]?|成立|纳入|购|辟|植|创建)"
# Verbs that only say that something is there, and verbs that say what became of it and so belong to the name.
_HAVING = f"{_NEW_VERBS}|增加|健全|完善|完成|建成|提供|促进|组织|举办|落地|实施|支持|助力|推动|推进|开展|聚集|形成|获评|入选|实现|建设|达成|共有|现有|拥有|有|汇聚|集聚"
_DOING = (
    "取消|引入|引进|发放|成立|办理|培育|认定|打造|设立|推出|改建|扩建|改造|拆除|腾退|压减|创建|启动|受理|解决|整治|治理|投入|拨付|减免|兑现|争取|签约|安排|筹集|筹建|吸纳|"
    "帮助|惠及|服务|接待|吸引|制定|出台|编制|修订|发布|开设|开通|配备|配建|布设|布局|加装|更新|修缮|铺设|化解|查处|立案|破获|消除|排查|覆盖|"
    "选派|培训|选聘|招聘|招录|划定|清理|清退|关停|关闭|提升|优化|挂牌|储备|开放|补充|导入|评选|扶持|资助|救助|供应|交付|分配|回迁|安置|淘汰|疏解|打通|栽植|种植|投放"
)
_NO_VERB_BEFORE = r"(?![率费区点]|面积|用地|住房|总?额|能力|水平|中心|机构|人员|标准)"
_VERB = re.compile(rf"(?:{_HAVING}|{_DOING}){_NO_VERB_BEFORE}")
_TELLING = re.compile(rf"(?:(?:{_DOING}){_NO_VERB_BEFORE})+")
_WHEN = (
    r"(?:截至|截止|至|到|从|自|预计|计划|力争)?(?:\d{4}年|今年|去年|上年|明年|本年度?|全年|当年|年内|年底|年末|[“\"]?十[一二三四五][”\"]?五[”\"]?)(?:\d{1,2}月)?(?:初|底|末|期间|时期|以来|前|间)?|"
    r"\d{1,2}(?:[-—–~至]\d{1,2})?月(?:份|底|末)?|(?:前?[一二三四]个?|第[一二三四])季度(?:末)?|[上下]半年|前?(?:五|三|两|四|一)年(?:来|间|累计)?|近[一两三五]年来?|过去五年|"
    r"目前|现在|其中|[该本]年|同时|此外|另外"
)
_HOW = r"预计|初步核算|初步统计|力争|确保|努力|计划|争取|累计|共(?![享建同治青]|计?[产党])计?|总共|合计|分别|已经?|将|再|又|均|各(?:类|项|级)?|并|且|其|该|了|全力|全面|加快|扎实|持续|顺利|成功|圆满|年均|大力|稳步|高标准(?!农田)|高质量|高水平|可|使(?!用)|让|年度(?!目标)|本区|我区"
_ASIDE = re.compile(rf"^(?:{_WHEN}|(?:{_HOW})|[\s,、])+")
_LEADING = re.compile(rf"^(?:{_WHEN}|(?:{_HOW})|(?:{_HAVING}){_NO_VERB_BEFORE}|[\s,、])+")
_TRAILING = re.compile(
    r"(?:[由从比较]?\d{4}年(?:底|末|度)?的?|同比|环比|年均|平均每年|每年平均|(?:比|较|按|与)[^,]{1,12}?(?=增|提|下|上|减|降|多|少|高|低|扩|压)|分别|累计|共计?|合计|总共|平均(?=[增提下减降])|"
    r"增长率?|增加|增速|增幅|提高|提升|上升|上涨|扩大|下降|减少|降低|降幅|压缩|压减|下调|上调|缩减|收窄|涨幅|翻|"
    r"达到?|为|是|完成|实现|超过?|突破|约|近|逾|上|不?低于|不?高于|不少于|不超过|不足|至少|稳定|保持|控制|维持|预计|力争|始终|一直|连续[两三四五六七八九十\d]+年|同口径|可比口径|可比|实际|扣除[^,]*后|"
    r"增至|降至|减至|升至|延伸|落地|新增|总数|总量|由|从|到|至|在|于|以|的|了|已|将|可|再|均|各|又|多|少|高|低|增|升|降|[\s,:“\"]|（|\()+$"
)
_SCOPE = re.compile(r"(?:占(?!地|用|道|补|有)|高于|低于|好于|快于).*$")
_PREPOSITION = re.compile(
    r"^(?:对|在(?![施建])|为|与|向|从|由|给|将|把|以|按|用|经|通过|围绕|依托|面向|针对|根据|受|自|于|按照|随着|聚焦)"
)
_BRACKETS = re.compile(r"[(（][^()（）]*[)）]?")
_OPEN_END = re.compile(r"(?:第[一二三四五六]批|首批|[向为对把]|等|在内|方面|领域|及|和|与|、|的|以上|余)$")
_NOUN_END = re.compile(
    r"(?:被|获|获得|入选|开展|完成|通过|提供|进行|居(?=[全首前第])|位居|位列|排名|排在|评为|纳入|全部|已|在|均|实行|使用|达标|贯通|完工|竣工|开工|投产|投用|投入|"
    r"正式|顺利|稳步|加快|同步|陆续|成为|参与|参加|参展|享受|受益|以上|左右|落地|开业|运行|入驻|上市|启动|签署|通车|实现|达到|发放|办理|建成|解决|发展|持续|畅通|带队|落实|列入|设置|形成|为|基本|直达|全面|如期)(?![室站点区校园馆院所厅者人员量证器])"
)
_ATTRIBUTE = re.compile(
    r"(?:级|以上|以下)的?(?=[一-鿿])|的(?=[一-鿿])"
)  # "投资2亿元的厂房" tells which one, not how much
_GOES_ON = re.compile(r"(?!以上|以下|以内|左右)[一-鿿]")
_SHARE_WORDS = re.compile(r"占比|比重|占[^,]*$|比例$")
_NEW_TOLD = re.compile(rf"(?<![创更翻崭最]){_NEW_VERBS}(?!城区|镇)|再添|增加(?=[^长幅\d]{{2}})")
_TOTAL_TOLD = re.compile(r"累计|总数|总量|总计|共有|现有|保有量|存量|总共")
_COMPARED = re.compile(
    r"(?:[两三四五]|\d)年(?=增|累计增|提|下)|同比|环比|年均|(?:比|较)[^,、\d]{0,4}\d{0,4}[^,、\d]{1,8}?(?=增|提|下|上|减|降|多|少|高|低|扩|压|新|翻)|(?:高于|低于)[^,、\d]{2,12}$|(?:全[市区省县国球])?占[^,、\d]{1,14}$|(?:同|可比)口径"
)
_RATE_OF_CHANGE = re.compile(r"增速|增长率|增幅|降幅|涨幅|下降率|增长速度")
_STATE = re.compile(r"新?开工|动工|新?完工|新?竣工|在施|在建|建成|启动|交付")
# Words that need the thing told before them: "占全市70%", "总数达145家", "规划目标值2.04".
_BOUND = re.compile(
    r"(?:全[市区县省国球州旗]|规划|年度|预期|总|目标值?|规模|数量|其中|实际|可比|名义|连续|平均每年|每年|比上年|上年|同期|计划|值|数)+"
)
_LONGEST_NAME = 18
# What the head of a column or the name of a row says beside what is counted.
_WHEN_OR_AS_WHAT = re.compile(
    r"(?:19|20)\d\d年?(?:\d{1,2}月)?(?:[初底末度])?|[“\"]?十[一二三四五]五[”\"]?(?:时期|期间|末)?|[本今上去明]年|"
    r"^(?:实际|计划|预计|预期)(?:完成|达到)?(?!.*率)|"
    r"(?:完成|达到|实际|目标|计划|预期|预计|预算|决算|执行|任务|规划)+(?:值|数|情况)?$|[(（][^()（）]*[)）]|[%％]"
)
_RISE = re.compile(
    r"(?:同比|环比|[较比][上去]?年?)?(?:增长率?|增速|增减|增幅|降幅|涨幅|上升|下降|变化)$|^(?:同比|环比)$"
)


def name_figures(sentence: str, figures: Sequence[Figure]) -> list[Naming]:
    """What each figure of a sentence counts, in order; an empty indicator where the sentence does not tell."""
    folded = fold(sentence)
    if cell := cell_of(folded):
        return [_of_cell(cell) if figure.text in cell.value else Naming("", Kind.LEVEL) for figure in figures]
    named: list[Naming] = []
    spans = clauses(folded)
    subject, clause_at = "", -1
    for at, figure in enumerate(figures):
        start, end = next(span for span in spans if span[0] <= figure.start < span[1])
        earlier = [other.end for other in figures[:at] if other.start >= start]
        bracket = folded.rfind("(", start, figure.start) + 1
        is_open = bracket and ")" not in folded[bracket : figure.start]
        begin = max(start, folded.rfind("、", start, figure.start) + 1, bracket if is_open else 0, *earlier)
        follows = [other.start for other in figures[at + 1 : at + 2] if other.start < end]
        before, after = folded[begin : figure.start], _until_mark(folded[figure.end : min([end, *follows])])
        listed = begin == folded.rfind("、", start, figure.start) + 1 > start
        if start != clause_at:
            lead, clause_at = before, start
        indicator = _indicator(before, after, figure, subject)
        if listed and not figure.change and figure.unit != "%":
            indicator = _with_verb(_telling(lead), before, indicator)
        lasts = dimension(figure.unit) == "time" and _GOES_ON.match(folded, figure.end)
        if lasts or (figure.unit != "%" and _ATTRIBUTE.match(folded, figure.end)):
            indicator = ""
        kind = _kind(figure, before, lead if earlier or begin > start else "", indicator)
        base = _COMPARED.search(before) if kind in (Kind.CHANGE, Kind.SHARE) else None
        named.append(Naming(_RATE_OF_CHANGE.sub("", indicator), kind, base.group().strip() if base else ""))
        if kind is not Kind.SHARE:
            subject = indicator or subject
    return named


def _of_cell(cell: Cell) -> Naming:
    """What a cell of a table counts: its row, and its column where that says more than when and as what."""
    row, head = (_WHEN_OR_AS_WHAT.sub("", name).strip() for name in (cell.row, cell.head))
    told, base = f"{cell.row}{head}", _COMPARED.search(cell.head)
    if _RISE.search(head):
        return Naming(_joined(row, _RISE.sub("", head)), Kind.CHANGE, base.group().strip() if base else "")
    if _SHARE_WORDS.search(head):
        return Naming(_joined(row, _SHARE_WORDS.sub("", head)), Kind.SHARE)
    kind = Kind.NEW if _NEW_TOLD.match(told) else Kind.TOTAL if _TOTAL_TOLD.search(told) else Kind.LEVEL
    return Naming(_joined(row, head), kind)


def _joined(row: str, head: str) -> str:
    return re.sub(r"\s+", "", f"{row}{head}")


def split_verb(name: str) -> tuple[str, str]:
    """The verb that a name begins with, or "", and the thing: "拆除违法建设" is 拆除 and 违法建设."""
    verb = _TELLING.match(name)
    return (verb.group(), name[verb.end() :]) if verb and len(name) - verb.end() >= 2 else ("", name)


def without_verbs(name: str) -> str:
    """The name without a telling verb at either end: 老旧小区 of "改造老旧小区" and of "老旧小区改造"."""
    bare = split_verb(name)[1]
    return re.sub(rf"(?<=..)(?:{_DOING})+$", "", bare)


def thing(words: str) -> str:
    """The thing in the words before a number, with its telling verb: no time, no hedge, no "新增" around it."""
    text = re.sub(r"^.*[)）]|^.*等(?:方面|领域)(?=..)|[“”\"‘’]", "", _BRACKETS.sub("", words)).strip(" ,:")
    bare = _LEADING.sub("", _TRAILING.sub("", text))
    if _PREPOSITION.search(bare) or len(bare) > _LONGEST_NAME:
        bare = _from_last_verb(bare)
    bare = bare.strip(" ,:")
    return "" if len(bare) < 2 or _TELLING.fullmatch(bare) else bare


def _until_mark(text: str) -> str:
    return re.split(r"[、,。;]", text)[0]


def _telling(before: str) -> str:
    """The telling verb that a clause begins with, or ""."""
    verb = _TELLING.match(_LEADING.sub("", before))
    return verb.group() if verb else ""


def _with_verb(verb: str, before: str, indicator: str) -> str:
    """A listed thing with the verb of its list: "拆除住宅56万平方米、非宅58万平方米"."""
    own = indicator and thing(before) and not _VERB.match(_ASIDE.sub("", before)) and not indicator.startswith(verb)
    return verb + indicator if own else indicator


def _indicator(before: str, after: str, figure: Figure, subject: str) -> str:
    """The name from the words before the number, else from those after it, else the one told last."""
    if "分别" in before and "分别" not in figure.indicator:
        return thing(figure.indicator)
    counts = dimension(figure.unit) in ("things", "people")
    if (
        counts
        and not figure.change
        and (counted := _thing_after(after))
        and not (figure.unit == "人" and thing(before))
    ):
        return _telling(before) + counted
    plain = _SCOPE.sub("", before)
    own = thing(plain)
    own = "" if _BOUND.fullmatch(own) else own
    if own and not _OPEN_END.search(plain.strip()) and not _STATE.fullmatch(own):
        return own
    if not counts and (dimension(figure.unit) == "time" or _telling(before)):
        return ""  # "24小时值守", "投入2亿元加强…": the thing is not told before the number
    if counts and not own and _GOES_ON.match(after):
        return ""
    state = _STATE.search(before)
    if state and subject and not own.replace(state.group(), ""):
        return _STATE.sub("", subject) + state.group()
    if own and not subject:
        return "" if _STATE.fullmatch(own) or _OPEN_END.search(own) else own
    return _handed_down(figure, subject)


def _handed_down(figure: Figure, subject: str) -> str:
    """The thing that the parser gave a figure of "A、B分别…，比上年提高1、2", else the one told last."""
    given = "" if re.search(r"占|比|较|分别", figure.indicator) else thing(figure.indicator)
    return given or subject


def _from_last_verb(text: str) -> str:
    verbs = list(_VERB.finditer(text))
    return _LEADING.sub("", text[verbs[-1].start() :]) if verbs else ""


def _thing_after(after: str) -> str:
    """The counted thing behind a number: "7家跨国公司地区总部入驻" counts 跨国公司地区总部."""
    text = _BRACKETS.sub("", re.sub(r"^(?:以上|以内|左右|以下|余|多)?的?", "", after.strip()))
    text = re.sub(r"[“”\"‘’]", "", text).strip()
    if _PREPOSITION.match(text) or _VERB.match(text) or re.match(r"投资|总|占|共|[增减升降提]至|提高|增加|达", text):
        return ""
    end = _NOUN_END.search(text, 1)
    text = re.sub(r"[和与及中]+$|的.*$", "", (text[: end.start()] if end else text).strip())
    return text if 2 <= len(text) <= _LONGEST_NAME else ""


def _kind(figure: Figure, before: str, lead: str, indicator: str) -> Kind:
    """Level, new, running total, change or share; the words at the figure decide before its clause's first ones."""
    if figure.change or _RATE_OF_CHANGE.search(indicator) or re.search(r"(?:高于|低于)[^,]{2,}$", before):
        return Kind.CHANGE
    if figure.unit in ("%", "‰") and (_SHARE_WORDS.search(before) or _SHARE_WORDS.search(indicator)):
        return Kind.SHARE
    for context in (before, lead):
        if _NEW_TOLD.search(context):
            return Kind.NEW
        if _TOTAL_TOLD.search(context):
            return Kind.TOTAL
    return Kind.LEVEL

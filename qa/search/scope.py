"""What the reports cannot tell from the outset: other places, other years, no question at all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from qa.datatypes import Hit, Inquiry, Intent, Reason, Report, Statement
from qa.search.asides import ORDER
from qa.search.everywhere import PLACES_AT_MOST, by_merit, rivals
from qa.search.placenames import is_named
from qa.search.places import find_other_places, named_elsewhere, short_name
from qa.text import normalise

_GREETING = re.compile(
    r"^(?:你好|您好|嗨|哈喽|hello|hi|早上好|晚上好|谢谢|多谢|再见|在吗|你是谁|你叫什么|你会什么|你能做什么)[!！。.?？~啊呀吗呢]*$",
    re.IGNORECASE,
)
_SELF = re.compile(r"你是谁|你叫什么|你(?:能|会|可以)(?:帮我)?(?:做|查|干|回答)(?:些)?什么|能帮我(?:查|做)(?:些)?什么")
_OF_NOW = re.compile(
    r"(?:今[天晚]|明[天晚]|后天|昨天|周末|现在).{0,6}(?:天气|下雨|下雪|气温|几点|几号|星期|限号)|天气(?:怎么?样|如何|预报)"
)
_OPINION = re.compile(
    r"你(?:觉得|认为|怎么看|支持)|(?:[干做办搞当]得|区长|市长|县长|领导|政府)[^,，。]{0,6}好不好|预测|会不会(?:涨|跌|升|降)|将来会|未来会不会|值不值得|哪个区更适合|该不该|谁(?:干|做|表现)得?(?:最|更)(?:好|差)|(?<!自己)(?<!自我)打个?几?分"
)
# "全市": the area above the regions held, where neither a share of it nor a place in it is meant ("居全市首位").
_WHOLE = r"(?<![占居在列于为至到])全[市省国](?![的内]?(?:第|首|前|最|唯一|头|率先|领先|排|各|平均|均|水平|人大|政协|\d(?!\d{3}年)|[一二三四五六七八九十](?![共年])))"
_MEASURED = (Intent.FIGURE, Intent.COMPUTE, Intent.COMPARE)
_LOOK_AT = 8  # hits that are looked at for a place or a year


def out_of_scope(inquiry: Inquiry, hits: Sequence[Hit], reports: Sequence[Report]) -> tuple[Reason, str] | None:
    """Why the reports held cannot answer, with a sentence for the person; None when they may."""
    question = inquiry.standalone
    if refusal := _no_question(question):
        return Reason.NOT_A_QUESTION, refusal
    held = sorted({report.region for report in reports if report.region})
    if incomparable := _incomparable(inquiry, held, reports):
        return Reason.NO_REPORT, incomparable
    shown = [normalise(hit.passage.header + hit.passage.text) for hit in hits[:_LOOK_AT]]
    missing = [
        place
        for place in find_other_places(question, held)
        if not any(is_named(normalise(place), text) for text in shown)
    ]
    above = {name for report in reports for name in _areas_above(report, report.region in inquiry.regions)}
    missing = [place for place in missing if short_name(place) not in above]
    elsewhere = {place: name for place in inquiry.regions if (name := _elsewhere(question, place, reports))}
    missing = list(dict.fromkeys([*missing, *elsewhere.values()]))
    if missing and not set(inquiry.regions) - set(elsewhere):
        return Reason.NO_REPORT, f"索引中没有{'、'.join(missing)}的报告。现有报告：{holdings(reports)}。"
    if missing and len(inquiry.parts) > 0:
        return Reason.NO_REPORT, f"索引中没有{'、'.join(missing)}的报告，无法比较。现有报告：{holdings(reports)}。"
    if not inquiry.regions and inquiry.intent in _MEASURED and (whole := _whole_area(question, above, shown[:1])):
        return Reason.NO_REPORT, f"问的是{whole}总的情况，现有报告没有写。现有报告：{holdings(reports)}。"
    return _no_year(inquiry, hits, reports)


def _no_question(question: str) -> str:
    if _GREETING.match(question.strip()) or _OF_NOW.search(question):
        return "您好，我只回答与政府报告有关的问题，例如某区某年的指标、目标、举措和存在的问题。"
    if ORDER.search(question):
        return "我只根据政府报告回答问题，不执行其他指令。"
    if _OPINION.search(question):
        return "报告不包含预测和评价，我只能回答报告中写明的内容。"
    if _SELF.search(question):
        return (
            "我是问报，根据已收录的政府报告回答问题，每句话都注明出处。可以问某区某年的指标、目标、举措和存在的问题。"
        )
    if not re.search(r"[一-鿿]", question) and re.search(r"[A-Za-z]{3,}\s+[A-Za-z]{2,}", question):
        return "目前只能回答中文问题，请用中文提问。"
    if not re.search(r"[一-鿿A-Za-z]{2}", question):
        return "没有看懂这个问题，请用一句话写明地区、年份和想了解的事项。"
    return ""


def _areas_above(report: Report, asked: bool) -> set[str]:
    """Short names of provinces and cities above the region: those that the report names; of one asked for, all."""
    text = "\n".join([report.title, report.post or "", report.meeting or ""])
    told = re.findall(r"([一-鿿]{2,4}?(?:省|市|自治区))", text)
    return {short_name(name) for name in (*told, *((report.province, report.city) if asked else ())) if name}


def _whole_area(question: str, areas: Iterable[str], shown: Sequence[str]) -> str:
    """The area that is asked about as a whole ("全北京", "北京市2022年") and that what was found does not tell of.

    Args:
        areas: short names of the areas above the regions held.
        shown: what was found, normalised; a district's own figure says nothing of the whole.
    """
    names = "|".join(map(re.escape, sorted(areas))) or "(?!)"
    unit = "(?:市|省|自治区)"
    asked = re.search(
        rf"(?:全|整个)(?P<all>{names})(?:市|省)?(?!最|第|首|头|唯一|率先|前)|"
        rf"^(?:请问|想问)?(?:\d{{4}}年)?(?P<first>{names})(?:{unit}|{unit}?的?(?=\d{{4}}年?|[去今前]年))|{_WHOLE}",
        question,
    )
    if not asked:
        return ""
    named = normalise(question[asked.start() : asked.end() + 2])  # "北京市第一": the name of something in a district
    if any(re.search(_WHOLE, text) or named in text for text in shown):
        return ""
    return asked["all"] or asked["first"] or asked[0]


def _elsewhere(question: str, region: str, reports: Sequence[Report]) -> str:
    """The other region of this name than the one held that the question means ("长春朝阳区", held is 北京's)."""
    own = [report for report in reports if report.region == region]
    areas = [area for report in own for area in (report.province, report.city) if area]
    return named_elsewhere(question, region, areas)


def _incomparable(inquiry: Inquiry, held: Sequence[str], reports: Sequence[Report]) -> str:
    """Why all places cannot be compared ("哪个区最多"); empty where they can, or where none are compared."""
    if by_merit(inquiry.own) and not inquiry.regions:
        return "比较各地要写明按哪个数字比，例如“2023年哪个区新增学位最多？”。"
    places = rivals(inquiry, held, reports)
    if places is None or places.comparable:
        return ""
    if places.year is None:
        return "一次只能按一个年份比较各地，请写明是哪一年。"
    when = f"{places.year}年" if places.year else ""
    if not places.every:
        return f"索引中没有{places.unit}的报告，不能比较。现有报告：{holdings(reports)}。"
    if len(places.told) > PLACES_AT_MOST:
        return (
            f"有{when}报告的{places.unit}多达{len(places.told)}个，一次最多比较{PLACES_AT_MOST}个，请写明要比较的地区。"
        )
    only = f"只有{places.told[0]}" if places.told else "没有哪个地区"
    kind = "" if inquiry.ahead else "写明完成情况的"
    return f"索引中{only}有{when}{kind}报告，不能比较。现有报告：{holdings(reports)}。"


def _no_year(inquiry: Inquiry, hits: Sequence[Hit], reports: Sequence[Report]) -> tuple[Reason, str] | None:
    if not inquiry.years or inquiry.parts or inquiry.reports:
        return None
    among = [report for report in reports if not inquiry.regions or report.region in inquiry.regions]
    speaking = [
        hit.passage
        for hit in hits
        if hit.passage.paragraph > 0
        and any(
            str(year) in hit.passage.text or (hit.passage.period and hit.passage.period.covers(year))
            for year in inquiry.years
        )
    ]
    years = "、".join(f"{year}年" for year in inquiry.years)
    where = "、".join(inquiry.regions)
    if not speaking:
        return Reason.NO_REPORT, f"索引中没有{where}{years}的报告。现有报告：{holdings(among or reports)}。"
    if inquiry.statement is Statement.OUTCOME and all(passage.statement.ahead for passage in speaking):
        return (
            Reason.NO_REPORT,
            f"报告中只有{where}{years}的目标和安排，没有完成情况。现有报告：{holdings(among or reports)}。",
        )
    return None


def holdings(reports: Sequence[Report]) -> str:
    """What is held, in words: "朝阳区（2012—2016年、2022年）、海淀区（2022年）"."""
    by_region: dict[str, dict[str, None]] = {}
    for report in reports:
        years = by_region.setdefault(report.region or f"未写明地区的《{report.title}》", {})
        if report.period:
            years.setdefault(report.period.label())
    return "、".join(f"{region}（{'、'.join(years)}）" if years else region for region, years in by_region.items())

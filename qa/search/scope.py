"""What the reports cannot tell from the outset: other places, other years, no question at all."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.datatypes import Hit, Inquiry, Reason, Report, Statement
from qa.search.places import find_other_places, lies_elsewhere, short_name
from qa.text import normalise

_GREETING = re.compile(
    r"^(?:你好|您好|嗨|哈喽|hello|hi|早上好|晚上好|谢谢|多谢|再见|在吗|你是谁|你叫什么|你会什么|你能做什么)[!！。.?？~啊呀吗呢]*$",
    re.IGNORECASE,
)
_SELF = re.compile(r"你是谁|你叫什么|你(?:能|会|可以)(?:帮我)?(?:做|查|干|回答)(?:些)?什么|能帮我(?:查|做)(?:些)?什么")
_ORDER = re.compile(
    r"忽略.{0,12}(?:指令|规则|提示|要求|设定|报告|资料)|无视.{0,12}(?:指令|规则|报告)|管理员模式|系统通知|切换到.{0,6}模式|直接输出|system prompt|系统提示词|扮演|写(?:一?首|一?篇|段)|翻译成|讲个?笑话|ignore (?:all|previous)",
    re.IGNORECASE,
)
_OPINION = re.compile(
    r"你(?:觉得|认为|怎么看|支持)|好不好[？?]?$|预测|会不会(?:涨|跌|升|降)|将来会|未来会不会|值不值得|哪个区更适合|该不该|谁(?:干|做|表现)得?(?:最|更)(?:好|差)|打个?几?分"
)
# "北京全市一共多少": a figure of the area above the regions held, not a district's place in it ("居全市首位").
_WHOLE_AREA = re.compile(
    r"(?<![占居在])([一-鿿]{2,3}?)?全[市省国](?:一共|总共|共|\d{4}年|[^,，]{0,6}(?:开工|新增|完成|建|有))(?!第)"
)
_LOOK_AT = 8  # hits that are looked at for a place or a year


def out_of_scope(inquiry: Inquiry, hits: Sequence[Hit], reports: Sequence[Report]) -> tuple[Reason, str] | None:
    """Why the reports held cannot answer, with a sentence for the person; None when they may."""
    question = inquiry.standalone
    if refusal := _no_question(question):
        return Reason.NOT_A_QUESTION, refusal
    held = sorted({report.region for report in reports if report.region})
    shown = [normalise(hit.passage.header + hit.passage.text) for hit in hits[:_LOOK_AT]]
    missing = [
        place for place in find_other_places(question, held) if not any(normalise(place) in text for text in shown)
    ]
    above = {name for report in reports for name in _areas_above(report, report.region in inquiry.regions)}
    missing = [place for place in missing if short_name(place) not in above]
    if (whole := _WHOLE_AREA.search(question)) and not inquiry.regions:
        missing += [whole[1] or whole[0]] if not any(whole[0] in text for text in shown[:1]) else []
    missing += [place for place in inquiry.regions if _elsewhere(question, place, reports)]
    if missing and not set(inquiry.regions) - set(missing):
        return Reason.NO_REPORT, f"索引中没有{'、'.join(missing)}的报告。现有报告：{holdings(reports)}。"
    if missing and len(inquiry.parts) > 0:
        return Reason.NO_REPORT, f"索引中没有{'、'.join(missing)}的报告，无法比较。现有报告：{holdings(reports)}。"
    return _no_year(inquiry, hits, reports)


def _no_question(question: str) -> str:
    if _GREETING.match(question.strip()):
        return "您好，我只回答与政府报告有关的问题，例如某区某年的指标、目标、举措和存在的问题。"
    if _ORDER.search(question):
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
    text = f"{report.title}{report.post or ''}{report.meeting or ''}"
    told = re.findall(r"([一-鿿]{2,4}?(?:省|市|自治区))", text)
    return {short_name(name) for name in (*told, *((report.province, report.city) if asked else ())) if name}


def _elsewhere(question: str, region: str, reports: Sequence[Report]) -> bool:
    """Whether the question means another region of this name than the one held ("长春朝阳区", held is 北京's)."""
    own = [report for report in reports if report.region == region]
    areas = [area for report in own for area in (report.province, report.city) if area]
    return lies_elsewhere(question, region, areas)


def _no_year(inquiry: Inquiry, hits: Sequence[Hit], reports: Sequence[Report]) -> tuple[Reason, str] | None:
    if not inquiry.years or inquiry.parts:
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
        years = by_region.setdefault(report.region or report.title, {})
        if report.period:
            years.setdefault(report.period.label())
    return "、".join(f"{region}（{'、'.join(years)}）" if years else region for region, years in by_region.items())

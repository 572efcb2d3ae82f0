"""The five reports of seeds/, against what a careful reader finds in them."""

from __future__ import annotations

import datetime as dt
import functools
from pathlib import Path
from typing import NamedTuple

import pytest

from qa.datatypes import Period, Report, Statement
from qa.reports.reader import read_report
from qa.reports.statements import Calendar, classify
from qa.text import sentences

SEEDS = Path(__file__).parents[2] / "seeds"


@functools.cache
def seed(number: int) -> Report:
    return read_report(next(SEEDS.glob(f"{number:03d}_*.txt")))


class Facts(NamedTuple):
    """What was read by eye."""

    title: str
    region: str
    kind: str
    date: dt.date
    speaker: str
    post: str
    meeting: str
    period: Period
    plan_period: Period | None
    top_sections: tuple[str, ...]
    paragraphs: int
    first: str
    last: str


FACTS = {
    0: Facts(
        "北京市朝阳区人民政府关于落实区十七届人大第一次会议对国民经济和社会发展计划审查意见"
        "及区人大常委会对2022年计划上半年执行情况审议意见的报告",
        "朝阳区",
        "落实审议意见报告",
        dt.date(2022, 12, 22),
        "魏思源",
        "朝阳区发展和改革委员会主任",
        "朝阳区第十七届人民代表大会常务委员会第十次会议",
        Period(2022, 2022),
        None,
        (
            "一、开放创新实现新跨越",
            "二、区域协调发展构建新格局",
            "三、营商环境改革实现新突破",
            "四、区域环境品质实现新提升",
            "五、公共服务功能实现新突破",
        ),
        18,
        "受区政府委托,我向区人大常委会报告",
        "新增设施社会化运营率达100%。",
    ),
    1: Facts(
        "《北京市朝阳区国民经济和社会发展第十四个五年规划纲要和二〇三五年远景目标纲要》中期评估报告",
        "朝阳区",
        "规划中期评估报告",
        dt.date(2023, 10, 26),
        "聂杰英",
        "朝阳区人民政府常务副区长",
        "朝阳区第十七届人民代表大会常务委员会第十七次会议",
        Period(2021, 2023),
        Period(2023, 2025),
        ("一、评估工作开展情况", "二、目标任务进展情况", "三、规划实施主要问题与面临形势", "四、进一步落实规划的措施"),
        68,
        "我受吴小杰区长委托",
        "以上报告,请予审议。",
    ),
    2: Facts(
        "政府工作报告",
        "朝阳区",
        "政府工作报告",
        dt.date(2016, 12, 20),
        "王灏",
        "朝阳区人民政府区长",
        "朝阳区第十六届人民代表大会第一次会议",
        Period(2012, 2016),
        Period(2017, 2021),
        ("五年工作回顾", "今后五年的主要任务", "2017年工作建议"),
        54,
        "我代表朝阳区人民政府向大会报告工作",
        "为北京建设国际一流的和谐宜居之都而努力奋斗!",
    ),
    3: Facts(
        "2023年北京市海淀区政府工作报告",
        "海淀区",
        "政府工作报告",
        dt.date(2023, 1, 4),
        "李俊杰",
        "海淀区人民政府区长",
        "海淀区第十七届人民代表大会第三次会议",
        Period(2022, 2022),
        Period(2023, 2023),
        ("一、2022年工作回顾", "二、2023年主要任务"),
        77,
        "现在,我代表海淀区人民政府",
        "为率先建成国际一流的科学城而努力奋斗!",
    ),
    4: Facts(
        "关于北京市东城区2023年国民经济和社会发展计划执行情况与2024年国民经济和社会发展计划(草案)的报告",
        "东城区",
        "国民经济和社会发展计划报告",
        dt.date(2024, 1, 9),
        "杨峰",
        "北京市东城区发展和改革委员会主任",
        "北京市东城区第十七届人民代表大会第四次会议",
        Period(2023, 2023),
        Period(2024, 2024),
        (
            "一、2023年国民经济和社会发展计划执行情况",
            "二、2024年国民经济和社会发展计划安排",
            "三、实现2024年国民经济和社会发展计划的主要任务和措施",
        ),
        54,
        "受区人民政府委托,现将东城区2023年",
        "为谱写中国式现代化的东城新篇章贡献更大力量!",
    ),
}


@pytest.mark.parametrize("number", FACTS)
def test_metadata_is_as_published(number: int) -> None:
    report, facts = seed(number), FACTS[number]
    read = (report.title, report.region, report.kind, report.date, report.speaker, report.post, report.meeting)
    assert read == facts[:7]
    assert (report.period, report.plan_period) == (facts.period, facts.plan_period)


@pytest.mark.parametrize("number", FACTS)
def test_sections_and_paragraphs_are_as_published(number: int) -> None:
    report, facts = seed(number), FACTS[number]
    tops = dict.fromkeys(paragraph.section[0] for paragraph in report.paragraphs if paragraph.section)
    assert tuple(tops) == facts.top_sections
    assert len(report.paragraphs) == facts.paragraphs
    assert report.paragraphs[0].text.startswith(facts.first)
    assert report.paragraphs[-1].text.endswith(facts.last)


@pytest.mark.parametrize("number", FACTS)
def test_furniture_is_left_out(number: int) -> None:
    text = "\n".join(paragraph.text for paragraph in seed(number).paragraphs)
    for junk in ("您当前的位置", "扫一扫", "门户网站", "登录", "积分", "客服中心", "阅读模式", "字号:", "quyushuju"):
        assert junk not in text


@pytest.mark.parametrize("number", FACTS)
def test_offsets_numbers_and_sections_hold(number: int) -> None:
    report = seed(number)
    assert [paragraph.number for paragraph in report.paragraphs] == list(range(1, len(report.paragraphs) + 1))
    end = 0
    for paragraph in report.paragraphs:
        assert report.text[paragraph.start : paragraph.end] == paragraph.text
        assert paragraph.text == paragraph.text.strip() != ""
        assert paragraph.start >= end
        assert paragraph.report_id == report.report_id
        assert all(heading == heading.strip() != "" for heading in paragraph.section)
        end = paragraph.end


def test_reading_twice_gives_the_same_report() -> None:
    assert read_report(seed(2).path) == seed(2)


@pytest.mark.parametrize(
    ("number", "paragraph", "section", "period", "statement"),
    [
        (0, 1, (), Period(2022, 2022), Statement.OTHER),
        (0, 4, ("一、开放创新实现新跨越", "1.“两区”建设稳步推进"), Period(2022, 2022), Statement.OUTCOME),
        (
            0,
            8,
            ("二、区域协调发展构建新格局", "2.乡村振兴战略深入实施区级统筹力度进一步加大"),
            Period(2022, 2022),
            Statement.OUTCOME,
        ),
        (0, 15, ("四、区域环境品质实现新提升", "4.城市治理水平进一步提升"), Period(2022, 2022), Statement.OUTCOME),
        (0, 18, ("五、公共服务功能实现新突破", "3.公共服务体系更加健全"), Period(2022, 2022), Statement.OUTCOME),
        (1, 10, ("二、目标任务进展情况", "(一)主要指标进展良好"), Period(2021, 2023), Statement.OUTCOME),
        (
            1,
            24,
            ("二、目标任务进展情况", "(二)重点任务推进顺利", "2.坚持创新驱动发展,经济高质量发展态势明显"),
            Period(2021, 2023),
            Statement.OUTCOME,
        ),
        (1, 54, ("三、规划实施主要问题与面临形势", "(一)存在的主要问题"), Period(2021, 2023), Statement.PROBLEM),
        (
            1,
            65,
            ("四、进一步落实规划的措施", "(五)持续增进民生福祉,擘画朝阳人民美好生活新蓝图"),
            Period(2023, 2025),
            Statement.MEASURE,
        ),
        (1, 67, ("四、进一步落实规划的措施",), Period(2023, 2025), Statement.MEASURE),
        (
            2,
            3,
            ("五年工作回顾", "一、全力服务首都核心功能,发展质量和效益显著提升"),
            Period(2012, 2016),
            Statement.OUTCOME,
        ),
        (2, 18, ("五年工作回顾",), Period(2012, 2016), Statement.OUTCOME),
        (2, 22, ("今后五年的主要任务",), Period(2016, 2016), Statement.PROBLEM),
        (2, 30, ("今后五年的主要任务", "一、强化核心功能,促进发展新提升"), Period(2017, 2021), Statement.MEASURE),
        (2, 45, ("2017年工作建议",), Period(2017, 2017), Statement.TARGET),
        (3, 16, ("一、2022年工作回顾", "(三)精准调控,经济回稳向好形成新态势"), Period(2022, 2022), Statement.OUTCOME),
        (3, 44, ("一、2022年工作回顾",), Period(2022, 2022), Statement.OUTCOME),
        (3, 46, ("一、2022年工作回顾",), Period(2022, 2022), Statement.PROBLEM),
        (3, 48, ("二、2023年主要任务",), Period(2023, 2023), Statement.TARGET),
        (
            3,
            52,
            ("二、2023年主要任务", "(一)以建设世界领先的科技园区为目标,推动高质量发展"),
            Period(2023, 2023),
            Statement.MEASURE,
        ),
        (
            4,
            8,
            ("一、2023年国民经济和社会发展计划执行情况", "(二)发展基础不断夯实,优势动能持续增强"),
            Period(2023, 2023),
            Statement.OUTCOME,
        ),
        (4, 27, ("一、2023年国民经济和社会发展计划执行情况",), Period(2023, 2023), Statement.PROBLEM),
        (4, 33, ("二、2024年国民经济和社会发展计划安排",), Period(2024, 2024), Statement.TARGET),
        (
            4,
            34,
            ("三、实现2024年国民经济和社会发展计划的主要任务和措施", "(一)强化首都功能,更高站位统筹发展与安全"),
            Period(2024, 2024),
            Statement.MEASURE,
        ),
        (
            4,
            51,
            ("三、实现2024年国民经济和社会发展计划的主要任务和措施", "(六)积极回应关切,更高标准改善民生福祉"),
            Period(2024, 2024),
            Statement.TARGET,
        ),
    ],
)
def test_paragraphs_are_placed_and_judged(
    number: int, paragraph: int, section: tuple[str, ...], period: Period, statement: Statement
) -> None:
    found = seed(number).paragraphs[paragraph - 1]
    assert (found.section, found.period, found.statement) == (section, period, statement)


@pytest.mark.parametrize(
    ("number", "words", "period", "statement"),
    [
        (2, "2016年,地区生产总值预计达到4942亿元", Period(2016, 2016), Statement.OUTCOME),
        (2, "五年共办理区人大议案9件", Period(2012, 2016), Statement.OUTCOME),
        (2, "地区生产总值年均增长6.6%", Period(2017, 2021), Statement.TARGET),
        (2, "到2020年,规划道路实现率达到70%", Period(2020, 2020), Statement.TARGET),
        (2, "年内常住人口降至374.1万人以内", Period(2017, 2017), Statement.TARGET),
        (1, "前两年地区生产总值年均增速为6%", Period(2021, 2022), Statement.OUTCOME),
        (1, "截至2022年底,全区常住人口为344.2万人", Period(2022, 2022), Statement.OUTCOME),
        (1, "2025年底可完成规划目标值2.04千米", Period(2023, 2025), Statement.TARGET),
        (1, "低于全市0.8个百分点", Period(2022, 2022), Statement.PROBLEM),
        (1, "确保到“十四五”末完成3万个停车位", Period(2025, 2025), Statement.TARGET),
        (3, "地区生产总值预计增长4%", Period(2022, 2022), Statement.OUTCOME),
        (3, "新设企业3.5万户", Period(2022, 2022), Statement.OUTCOME),
        (3, "我们将尽心竭力加快解决", Period(2022, 2022), Statement.MEASURE),
        (3, "地区生产总值增长6%", Period(2023, 2023), Statement.TARGET),
        (4, "地区生产总值同比增长5%", Period(2023, 2023), Statement.OUTCOME),
        (4, "地区生产总值增长4.5%左右", Period(2024, 2024), Statement.TARGET),
        (4, "我们也清醒地认识到", Period(2023, 2023), Statement.PROBLEM),
        (4, "新建停车位370个", Period(2024, 2024), Statement.TARGET),
        (0, "新增7家跨国公司地区总部,总数达145家", Period(2022, 2022), Statement.OUTCOME),
    ],
)
def test_sentences_are_judged_in_context(number: int, words: str, period: Period, statement: Statement) -> None:
    report = seed(number)
    calendar = Calendar.of(report)
    for paragraph in report.paragraphs:
        for start, end in sentences(paragraph.text):
            if words in paragraph.text[start:end]:
                assert classify(paragraph.text[start:end], paragraph, calendar) == (period, statement)
                return
    pytest.fail(f"no sentence with {words}")

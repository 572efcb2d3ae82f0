from __future__ import annotations

from pathlib import Path

import pytest

from qa.datatypes import Period, Report, Statement
from qa.reports.cleaning import Line, Parts, unwrapped
from qa.search.passages import passages_of
from tests.reports import made
from tests.reports.made import read


def texts(report: Report) -> list[str]:
    return [paragraph.text for paragraph in report.paragraphs]


LONG = (
    "坚持以人民为中心的发展思想，认真落实各级决策部署，"
    "坚持稳中求进工作总基调，统筹推进各项工作，经济社会保持平稳健康发展，人民生活水平不断提高"
)


def test_body_is_found_between_head_and_tail(tmp_path: Path) -> None:
    above = "您当前的位置：首页>>政务公开\n发布时间：2024-03-01 来源：县政府办"
    below = "责任编辑：王某\n上一篇：没有了\n扫一扫在手机上打开页面"
    report = read(tmp_path, f"{above}\n{made.TEXT}\n{below}")
    assert texts(report) == made.BODY
    assert report.title == "政府工作报告"


def test_identity_does_not_depend_on_furniture(tmp_path: Path) -> None:
    plain, framed = read(tmp_path, made.TEXT), read(tmp_path, f"首页\n{made.TEXT}\n打印本页\n", "copy.txt")
    assert plain.report_id == framed.report_id
    assert plain.sha256 != framed.sha256


def test_a_break_in_a_line_goes_and_what_stands_behind_it_moves_up() -> None:
    text = "标题\n引入 Lean \n  Production\n的工厂，能耗降\n12\n.5%。\n尾\n行。"
    ends = (text.index("\n"), text.index("\n尾"), len(text))
    lines = [Line(0, ends[0], False), Line(ends[0] + 1, ends[1], False), Line(ends[1] + 1, ends[2], True)]
    whole, parts = unwrapped(text, Parts((lines[0],), tuple(lines[1:])))
    assert whole == "标题\n引入 Lean Production的工厂，能耗降12.5%。\n尾行。"
    spans = [whole[line.start : line.end] for line in (*parts.lead, *parts.body)]
    assert spans == ["标题", "引入 Lean Production的工厂，能耗降12.5%。", "尾行。"]
    assert [line.gap for line in parts.body] == [False, True]


def test_repeated_bodies_are_read_once(tmp_path: Path) -> None:
    lines = [*made.LINES[:-1], *(f"第{number}件实事办理完成，{LONG}。" for number in range(5)), made.LINES[-1]]
    once = read(tmp_path, "\n".join(lines))
    assert texts(read(tmp_path, "\n".join([*lines, *lines, *lines]))) == texts(once)


def test_wrapped_lines_become_one_paragraph_with_true_offsets(tmp_path: Path) -> None:
    long = [f"第{number}项工作，{LONG}，{LONG}。" for number in range(12)]
    wrapped = ["\n".join(line[place : place + 30] for place in range(0, len(line), 30)) for line in long]
    report = read(tmp_path, "\n".join([*made.HEAD, OPENING_WRAPPED, *wrapped]))
    assert [text.replace("\n", "") for text in texts(report)[1:]] == long
    assert all(report.text[p.start : p.end] == p.text for p in report.paragraphs)


OPENING_WRAPPED = made.OPENING[:30] + "\n" + made.OPENING[30:]


def test_marks_alone_in_a_line_close_the_title_before_them(tmp_path: Path) -> None:
    pieces = ["出台了《", "数字乡村行动方案", "》、《", "农村养老服务办法", "》。"]
    lines = [line for piece in made.LINES for line in (piece, "")]
    report = read(tmp_path, "\n".join([*lines[:14], *pieces, "", *lines[14:]]))
    assert texts(report).count("".join(pieces)) == 1


def test_report_in_one_line_is_parted_at_its_enumerators(tmp_path: Path) -> None:
    parts = [f"（{number}）抓好第{number}项工作。{LONG * 8}。" for number in "一二三四五"]
    report = read(tmp_path, f"各位代表：{made.OPENING}一、2023年工作回顾 2023年是关键之年，{LONG}。" + "".join(parts))
    assert len(report.paragraphs) == 7
    assert report.paragraphs[1].section == ("一、2023年工作回顾",)
    assert report.paragraphs[-1].section == ("一、2023年工作回顾", "（五）抓好第五项工作")


def test_heading_run_into_its_sentence_stays_and_names_the_section(tmp_path: Path) -> None:
    line = f"（一）聚力产业升级。{LONG}。"
    report = read(
        tmp_path,
        "\n".join([*made.HEAD, made.OPENING, "一、2023年工作回顾", line, f"一是稳增长。{LONG}。", f"{LONG}。"]),
    )
    assert texts(report)[1] == line
    assert {paragraph.section for paragraph in report.paragraphs[1:]} == {("一、2023年工作回顾", "（一）聚力产业升级")}


def test_headings_of_all_kinds_nest(tmp_path: Path) -> None:
    lines = [
        "过去五年工作回顾",
        "一、经济发展",
        "（一）工业",
        "1.制造业",
        f"{LONG}。",
        "（1）装备",
        f"{LONG}！",
        "2024年工作安排",
        f"今年{LONG}。",
    ]
    report = read(tmp_path, "\n".join([*made.HEAD, made.OPENING, *lines]))
    assert [paragraph.section for paragraph in report.paragraphs[1:]] == [
        ("过去五年工作回顾", "一、经济发展", "（一）工业", "1.制造业"),
        ("过去五年工作回顾", "一、经济发展", "（一）工业", "1.制造业", "（1）装备"),
        ("2024年工作安排",),
    ]


def test_closing_words_leave_the_inner_section(tmp_path: Path) -> None:
    report = read(tmp_path, made.TEXT)
    assert report.paragraphs[4].section == ("一、2023年工作回顾",)
    assert report.paragraphs[-1].section == ("二、2024年工作安排",)


def test_lines_of_a_list_are_no_headings_of_nothing(tmp_path: Path) -> None:
    lines = ["1.新增托育位1100个", "2.创建绿美村庄20个", "3.开通地铁9号线，全长11公里"]
    report = read(tmp_path, "\n".join([*made.LINES[:-1], *lines, made.LINES[-1]]))
    assert texts(report) == [*made.BODY[:-1], *lines, made.BODY[-1]]


def test_a_numbered_heading_with_a_comma_stays_one(tmp_path: Path) -> None:
    headed = [
        "1.持续改善民生福祉，群众获得感切实增强",
        made.BODY[-2],
        "2.守牢安全底线，平安建设走深走实",
        made.BODY[-2],
    ]
    report = read(tmp_path, "\n".join([*made.LINES[:-1], *headed, made.LINES[-1]]))
    assert report.paragraphs[-2].section[-1] == "2.守牢安全底线，平安建设走深走实"
    assert texts(report)[-3:-1] == [made.BODY[-2]] * 2


def test_notes_at_the_end_are_kept_in_their_own_section(tmp_path: Path) -> None:
    report = read(
        tmp_path, f"{made.TEXT}\n名词解释\n1.三新经济：指新产业、新业态、新商业模式。\n2.两山：指绿水青山。（见第3页）"
    )
    assert [paragraph.section[0] for paragraph in report.paragraphs[-2:]] == ["名词解释"] * 2
    assert {(paragraph.period, paragraph.statement) for paragraph in report.paragraphs[-2:]} == {
        (None, Statement.OTHER)
    }


def test_paragraphs_are_judged_by_their_part(tmp_path: Path) -> None:
    report = read(tmp_path, made.TEXT)
    assert [(paragraph.period, paragraph.statement) for paragraph in report.paragraphs] == [
        (Period(2023, 2023), Statement.OTHER),
        (Period(2023, 2023), Statement.OUTCOME),
        (Period(2023, 2023), Statement.OUTCOME),
        (Period(2023, 2023), Statement.OUTCOME),
        (Period(2023, 2023), Statement.PROBLEM),
        (Period(2024, 2024), Statement.TARGET),
        (Period(2024, 2024), Statement.MEASURE),
        (Period(2024, 2024), Statement.TARGET),
        (Period(2024, 2024), Statement.OTHER),
    ]


@pytest.mark.parametrize("headed", [True, False])
def test_plan_is_told_without_headings_too(tmp_path: Path, headed: bool) -> None:
    lines = [line for line in made.LINES if headed or not line.startswith(("一、", "二、", "（"))]
    report = read(tmp_path, "\n".join(lines))
    assert report.paragraphs[1].statement is Statement.OUTCOME
    assert report.paragraphs[6].statement is Statement.MEASURE


def test_a_plan_without_its_heading_is_no_part_of_the_review(tmp_path: Path) -> None:
    lines = [line for line in made.LINES if line != "二、2024年工作安排"]
    report = read(tmp_path, "\n".join(lines))
    planned = report.paragraphs[texts(report).index(made.PLAN[3]) :]
    assert all("一、2023年工作回顾" not in paragraph.section for paragraph in planned)
    assert planned[0].section == ("（一）着力推进乡村振兴",)
    assert (planned[0].statement, planned[0].period) == (Statement.MEASURE, Period(2024, 2024))


def test_terms_of_the_notes_are_paragraphs(tmp_path: Path) -> None:
    terms = ["1.三项行动：清河、绿山、净土", "2.云上办：网上办理全部事项", "（3）一张图：全县规划的总图。"]
    report = read(tmp_path, "\n".join([*made.LINES, "名词解释", *terms]))
    notes = [paragraph for paragraph in report.paragraphs if paragraph.section == ("名词解释",)]
    assert [paragraph.text for paragraph in notes] == terms
    assert {paragraph.statement for paragraph in notes} == {Statement.OTHER}


def test_unnumbered_headings_of_one_cut_are_of_one_level(tmp_path: Path) -> None:
    inner = ["一、抓好产业", LONG + "。", "二、抓好民生", LONG + "，" + LONG + "。"]
    lines = [*made.HEAD, made.OPENING, "关于县内建设", *inner, "关于对外交流", *inner]
    report = read(tmp_path, "\n".join(lines))
    assert {paragraph.section[0] for paragraph in report.paragraphs if paragraph.section} == {
        "关于县内建设",
        "关于对外交流",
    }


def test_a_heading_that_says_this_year_means_the_plan_year(tmp_path: Path) -> None:
    lines = [*made.HEAD, made.OPENING, "过去五年工作回顾", *made.REVIEW[1:], "今后五年工作任务", LONG + "。",
             "今年政府工作重点", *made.PLAN[2:4]]  # fmt: skip
    report = read(tmp_path, "\n".join(lines))
    assert report.plan_period == Period(2024, 2028)
    assert report.paragraphs[-1].section[0] == "今年政府工作重点"
    assert report.paragraphs[-1].period == Period(2024, 2024)


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        pytest.param(
            "一年来，面对多重困难和风险挑战，我们圆满完成了全年任务。", Statement.OUTCOME, id="faced and done"
        ),
        pytest.param("我们也深知发展中还有不少问题：产业结构不够优化。", Statement.PROBLEM, id="known"),
        pytest.param(
            "成绩值得肯定，但问题不容忽视，主要是发展基础差、底子薄。", Statement.PROBLEM, id="not overlooked"
        ),
        pytest.param("回望这一年，我们面临的挑战不少，取得的成绩来之不易。", Statement.OUTCOME, id="met and overcome"),
        pytest.param("我们仍然面临不少困难，取得的成绩离群众期盼还有差距。", Statement.PROBLEM, id="still met"),
    ],
)
def test_what_was_faced_is_no_admission(tmp_path: Path, text: str, statement: Statement) -> None:
    lines = [*made.LINES[:7], text, *made.LINES[7:]]
    report = read(tmp_path, "\n".join(lines))
    assert next(p.statement for p in report.paragraphs if p.text == text) is statement


def test_what_was_done_is_no_list_of_problems(tmp_path: Path) -> None:
    lines = [
        *made.LINES[:7],
        "一年来，我们有效应对困难挑战，主要做了以下工作：",
        "一是抓项目。新开工项目35个。",
        *made.LINES[7:],
    ]
    report = read(tmp_path, "\n".join(lines))
    assert next(p.statement for p in report.paragraphs if p.text.startswith("一是")) is Statement.OUTCOME


def test_what_is_already_there_makes_no_plan_a_result(tmp_path: Path) -> None:
    text = "盘活已建成的厂房和已闲置的校舍，用好已出台的扶持政策。"
    lines = [*made.LINES[:-1], text, made.LINES[-1]]
    report = read(tmp_path, "\n".join(lines))
    assert next(p.statement for p in report.paragraphs if p.text == text) is Statement.MEASURE


DONE = (
    "过去一年，全县经济社会发展取得新成效。新建幼儿园3所，新增学位700个。粮食总产量稳定在30万吨以上。" + LONG * 2 + "。"
)
TO_DO = "新建幼儿园5所，新增学位900个。改造老旧小区6个，新增停车位1200个。" + LONG * 2 + "。"


@pytest.mark.parametrize("between", ["", "\n"], ids=["one line for all", "one line a part"])
@pytest.mark.parametrize(
    ("review", "plan"),
    [
        pytest.param("2023年工作回顾。", "2024年工作安排。", id="as sentences"),
        pytest.param("2023年工作回顾：", "2024年主要任务：", id="before a colon"),
        pytest.param("一、2023年工作回顾", "二、2024年工作安排", id="run together"),
        pytest.param("2023年工作总结 ", "今年重点工作 ", id="before a blank"),
        pytest.param("", "今年的重点工作是：", id="in a phrase"),
        pytest.param("", "下面，报告2024年工作安排如下：", id="announced"),
        pytest.param("", "2024年是关键之年，我们要抓好以下工作。", id="without a heading"),
        pytest.param("", "做好2024年工作，要重点抓好以下几个方面。", id="what is to be done well"),
    ],
)
def test_parts_that_begin_inside_a_line_keep_year_and_kind(
    tmp_path: Path, review: str, plan: str, between: str
) -> None:
    report = read(tmp_path, "\n".join([*made.HEAD[:3], f"{review}{DONE}{between}{plan}{TO_DO}"]))
    told, planned = report.paragraphs
    assert (told.text, planned.text.endswith(TO_DO)) == (DONE, True)
    assert (told.period, told.statement) == (Period(2023, 2023), Statement.OUTCOME)
    assert (planned.period, planned.statement) == (Period(2024, 2024), Statement.MEASURE)
    sentences = {one.text: (one.period, one.statement) for one in passages_of(report, first_id=1) if one.paragraph}
    assert sentences["新建幼儿园5所，新增学位900个。"] == (Period(2024, 2024), Statement.TARGET)


@pytest.mark.parametrize("text", ["2023年重点任务圆满完成。", "2023年主要任务完成情况良好。"])
def test_what_became_of_the_tasks_is_no_heading(tmp_path: Path, text: str) -> None:
    report = read(tmp_path, "\n".join([*made.HEAD[:3], f"2023年工作回顾。{DONE}{text}{DONE}"]))
    assert "".join(paragraph.text for paragraph in report.paragraphs) == f"{DONE}{text}{DONE}"
    judged = {(paragraph.section, paragraph.statement) for paragraph in report.paragraphs}
    assert judged == {(("2023年工作回顾",), Statement.OUTCOME)}

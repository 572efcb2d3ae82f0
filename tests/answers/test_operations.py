"""Which computation is asked for."""

from __future__ import annotations

import pytest

from qa.answers.operations import Operation, find_operation


@pytest.mark.parametrize(
    ("question", "operation"),
    [
        ("两区学位相差多少？", Operation.DIFFERENCE),
        ("云河比松岭多多少？", Operation.DIFFERENCE),
        ("学校和医院加起来多少所？", Operation.SUM),
        ("工业投资占总投资的比例是多少？", Operation.SHARE),
        ("云河的学位是松岭的几倍？", Operation.RATIO),
        ("平均每所学校多少个学位？", Operation.AVERAGE),
        ("照这个增速倒推，去年是多少？", Operation.BEFORE),
        ("如果目标刚好完成，收入会是多少？", Operation.GROWN),
        ("小学和中学加一块儿占全部学校的百分之几？", Operation.SHARE),
        ("小学跟中学加起来，一共多出多少个学位？", Operation.SUM),
        ("平均每年投入多少亿元？", Operation.PER_YEAR),
        ("2023年增长了6%，那2022年大概是多少亿元？", Operation.BEFORE),
        ("五年前到底是多少亿？", Operation.BEFORE),
        ("知道它占全市的比重，倒推全市是多少？", Operation.WHOLE),
        ("拿它的额和占比，反算全市是多少？", Operation.WHOLE),
        ("收入五年涨了两万，2011年的基数是多少？", Operation.BEFORE),
        ("接通率比3月提高了，那3月份到底是多少？", Operation.BEFORE),
        ("覆盖率减去提高的点，十三五结束时是百分之多少？", Operation.BEFORE),
        ("把2023年新评的去掉，原来有几家？", Operation.BEFORE),
        ("要是计划全做成了，托位总数能到多少？", Operation.GROWN),
        ("去掉幼儿园那部分还剩几个？", Operation.DIFFERENCE),
        ("还有多少件没办结？", Operation.DIFFERENCE),
        ("入库项目里不是外资的有多少个？", Operation.DIFFERENCE),
        ("办了几场市集、来了多少家商户、捐的款物加起来有多少？", None),
        ("建了几座桥、修了几条路，加起来多少？", Operation.SUM),
        ("跟书院一块儿正在往前推的总共几个？", None),
        ("学校和医院加起来比公园多多少？", None),
        ("学位多少个？", None),
        ("云河区二三年前的五年里修了多少条路？", None),
        ("公办园加民办园一共多少所？", Operation.SUM),
        ("小区加装电梯一共多少部？", None),
        ("签约项目落地的比例是多少？", Operation.SHARE),
        ("绿道加起来有多长？河上能游多远？", None),
        pytest.param("新增多少学位？", None,),
    ],
    ids=["difference", "more than", "sum", "share", "ratio", "average", "before", "grown", "share of a sum",
         "sum with 多出", "per year", "year before", "years ago", "whole", "whole of both", "base", "months ago",
         "plan's end", "without the new", "with the planned", "left", "not yet", "not of a kind",
         "one of several adds up", "several added up", "going forward", "several in one", "none", "before a year",
         "one plus another", "加 in a verb", "share of a state", "one length of two adds up", "newly added"],
)  # fmt: skip
def test_find_operation_reads_the_question(question: str, operation: Operation | None) -> None:
    assert find_operation(question) is operation


@pytest.mark.parametrize("question", ["细颗粒物从哪个数降到了30？", "接通率从多少提高到95%的？"])
def test_from_what_a_told_level_came_is_what_was_before(question: str) -> None:
    assert find_operation(question) is Operation.BEFORE


def test_a_share_of_the_city_by_its_name_is_one_of_the_whole() -> None:
    assert find_operation("云河区零售额占全市20%，那全云州的零售额大约是多少亿？") is Operation.WHOLE

"""What a question wants computed of what, in its own words."""

from __future__ import annotations

import pytest

from qa.answers.formulas import Formula, read_formula
from qa.answers.operations import Operation, find_operation


@pytest.mark.parametrize(
    ("question", "formula"),
    [
        pytest.param(
            "云河区新建的托位占累计托位的百分之多少？",
            Formula(Operation.SHARE, ("新建的托位",), "累计托位"),
            id="share of",
        ),
        pytest.param("入库的项目里头，外资的占几成？", Formula(Operation.SHARE, ("外资",), "入库的项目"), id="among"),
        pytest.param(
            "云河区那98家书店里面，有百分之几是当年开的？",
            Formula(Operation.SHARE, ("当年开",), "那98家书店"),
            id="among, turned",
        ),
        pytest.param(
            "开了夜市的街区里，东街和西街加一块儿占百分之几？",
            Formula(Operation.SHARE, ("东街", "西街"), "开了夜市的街区"),
            id="several parts",
        ),
        pytest.param(
            "按申报数和获批数算，项目的获批率是百分之几？",
            Formula(Operation.SHARE, ("获批",), "申报"),
            id="rate by its terms",
        ),
        pytest.param(
            "入库的项目，真正落地的占比大约多少？",
            Formula(Operation.SHARE, ("落地",), "入库的项目", "入库项目"),
            id="rate after a comma",
        ),
        pytest.param(
            "开了门诊的机构里，二级加三级医院合计几家，占总数的百分之几？",
            Formula(Operation.SHARE, ("二级", "三级医院"), "开了门诊的机构"),
            id="share of a sum in what was named",
        ),
        pytest.param(
            "上市了一批土地，平均一宗多少公顷？", Formula(Operation.AVERAGE, ("上市了一批土地",), "宗"), id="average"
        ),
        pytest.param("小学、中学和幼儿园加起来多少所？", Formula(Operation.SUM, ("小学", "中学", "幼儿园")), id="sum"),
        pytest.param(
            "给学校的钱，跟给医院的补贴，两笔拢共几个亿？",
            Formula(Operation.SUM, ("给学校的钱", "给医院的补贴")),
            id="counted sum",
        ),
        pytest.param(
            "新增的学位里面，除去幼儿园的还有多少个？",
            Formula(Operation.REMAINDER, ("幼儿园",), "新增的学位"),
            id="remainder",
        ),
        pytest.param(
            "新添的学位去掉幼儿园那部分还剩几个",
            Formula(Operation.REMAINDER, ("幼儿园",), "新添的学位"),
            id="taken away",
        ),
        pytest.param(
            "学位里把幼儿园的去掉还剩几个", Formula(Operation.REMAINDER, ("幼儿园",), "学位"), id="taken away, turned"
        ),
        pytest.param("受理的案件还有多少件没办结", Formula(Operation.REMAINDER, ("办结",), "受理的案件"), id="not yet"),
        pytest.param(
            "入库的项目里外资占百分之几", Formula(Operation.SHARE, ("外资",), "入库的项目"), id="among, short"
        ),
        pytest.param(
            "24项指标,达标的占总数百分之几", Formula(Operation.SHARE, ("达标",), "24项指标"), id="of the named total"
        ),
        pytest.param("汛期那会儿,商场和网点加起来多少家", Formula(Operation.SUM, ("商场", "网点")), id="after a time"),
        pytest.param("书店比茶馆多多少家？", Formula(Operation.DIFFERENCE, ("茶馆",), "书店"), id="difference"),
        pytest.param("学位是床位的几倍？", Formula(Operation.RATIO, ("学位",), "床位"), id="ratio"),
    ],
)
def test_read_formula_tells_the_operands_apart(question: str, formula: Formula) -> None:
    operation = Operation.SHARE if formula.operation is Operation.SHARE else find_operation(question)
    assert operation is not None
    assert read_formula(operation, question, ("云河区",)) == formula


def test_a_sum_of_another_number_of_items_than_told_is_not_read() -> None:
    assert read_formula(Operation.SUM, "小学、中学三样加起来多少所？") is None

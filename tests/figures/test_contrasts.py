"""What is told of one thing is no answer about its counterpart, about a part of it, or for each one of it."""

from __future__ import annotations

import pytest

from qa.figures.contrasts import contrary, lacks_each, lacks_goal, leaves_out, other_step


@pytest.mark.parametrize(
    ("asked", "told", "expected"),
    [
        pytest.param("新增中学学位多少个", "扩充小学学位1200个", True, id="another school"),
        pytest.param("新增小学学位多少个", "增加中小学学位1200个", False, id="a wider school"),
        pytest.param("新增学位多少个", "扩充小学学位1200个", False, id="none asked"),
        pytest.param("新增中学学位多少个", "新增学位1200个", False, id="none told"),
        pytest.param("进口额多少", "出口额12亿元", True, id="trade"),
        pytest.param("进口额多少", "进出口总额12亿元", False, id="both in one word"),
        pytest.param("财政支出多少", "财政收入12亿元", True, id="budget"),
        pytest.param("财政收入和支出各多少", "财政收入12亿元", False, id="one of two asked"),
        pytest.param("表格发出去多少份", "收回有效表格320份", True, id="what came back"),
    ],
)
def test_counterparts_exclude_each_other(asked: str, told: str, expected: bool) -> None:
    assert contrary(asked, told) is expected


@pytest.mark.parametrize(
    ("asked", "told", "expected"),
    [
        pytest.param("四季度新开多少家", "前三季度新开35家", True, id="another quarter"),
        pytest.param("第四季度新开多少家", "四季度新开35家", False, id="the same quarter"),
        pytest.param("上半年新开多少家", "全年新开35家", True, id="half of the year"),
        pytest.param("女的占多少", "登记人数占3%", True, id="a sex"),
        pytest.param("子女入学多少人", "入学350人", False, id="a sex in another word"),
        pytest.param("青禾街道建了多少个", "建成35个", True, id="a street"),
        pytest.param("云河乡下路网密度多少", "农村路网密度达到1.8", False, id="the countryside is no town"),
        pytest.param("青禾街道建了多少个", "青禾街道建成35个", False, id="that street"),
        pytest.param("各街道建了多少个", "建成35个", False, id="all streets"),
        pytest.param("全年建了多少个", "建成35个", False, id="the whole"),
        pytest.param("新设企业里几家是外省的？", "新设企业35家", True, id="a kind"),
        pytest.param("几家企业来自外省？", "新设企业35家", True, id="where from"),
        pytest.param("新设企业里几家是外省的？", "新设企业35家，其中外省企业4家", False, id="that kind"),
        pytest.param("指标里几项是没达标的？", "2项指标慢于预期", False, id="what became of them"),
        pytest.param("新增的学位里，初中的有几个？", "新增学位900个，其中学前学位300个", True, id="a part of a kind"),
        pytest.param(
            "新增的学位里，幼儿园的有几个？", "新增学位900个，其中学前学位300个", False, id="another word for it"
        ),
        pytest.param("开工的厂房里仓库有多少座？", "工业厂房开工8座", True, id="a part that is not named"),
        pytest.param("新开的小区里健身点有多少处？", "设体育设施30处", False, id="a place, not a whole"),
        pytest.param("光出口是多少", "进出口总额12亿元", True, id="one way of trade"),
        pytest.param("出口是多少", "进出口12亿元，其中出口5亿元", False, id="both ways and one"),
        pytest.param("税收上十亿的大厦有几座", "税收过亿元大厦9座", True, id="another bound"),
        pytest.param("产值过百亿的园区有几个", "建成百亿级园区2个", False, id="the same bound"),
        pytest.param("单给青禾一家引进了多少人", "为青禾等企业引进35人", True, id="one of several"),
        pytest.param("单给青禾一家引进了多少人", "为青禾引进35人", False, id="that one"),
        pytest.param("副组长是谁", "区长担任组长", True, id="a deputy"),
    ],
)
def test_the_whole_does_not_tell_of_a_part(asked: str, told: str, expected: bool) -> None:
    assert leaves_out(asked, told) is expected


@pytest.mark.parametrize(
    ("asked", "told", "expected"),
    [
        pytest.param("一个人一个月能领几百块", "支出救助金4亿元", True, id="the sum of all"),
        pytest.param("一个人一个月能领几百块", "救助标准为每人每月900元", False, id="for each one"),
        pytest.param("一共支出多少钱", "支出救助金4亿元", False, id="the sum asked"),
    ],
)
def test_a_sum_does_not_tell_the_amount_for_each(asked: str, told: str, expected: bool) -> None:
    assert lacks_each(asked, told) is expected


@pytest.mark.parametrize(
    ("asked", "told", "expected"),
    [
        pytest.param("目标定的是多少家", "书店达到74家，提前完成2025年目标", True, id="only reached"),
        pytest.param("目标是多少家", "书店达到74家，超过60家的目标", False, id="told"),
        pytest.param("书店有多少家", "书店达到74家，提前完成2025年目标", False, id="none asked"),
    ],
)
def test_a_result_does_not_tell_its_goal(asked: str, told: str, expected: bool) -> None:
    assert lacks_goal(asked, told) is expected


@pytest.mark.parametrize(
    ("asked", "told", "expected"),
    [
        pytest.param("公园二期哪年建成", "公园一期建成", True, id="another stage"),
        pytest.param("公园二期哪年建成", "公园一期建成，二期开工", False, id="that stage too"),
        pytest.param("公园二期哪年建成", "公园建成", False, id="no stage told"),
        pytest.param("第二批学校有几所", "首批学校6所", True, id="another batch"),
        pytest.param("第一批学校有几所", "首批学校6所", False, id="the first in other words"),
        pytest.param("南段哪年通车", "北段通车", True, id="another side"),
        pytest.param("第二批学校有几所", "公园一期建成", False, id="another kind of part"),
    ],
)
def test_one_step_does_not_tell_of_another(asked: str, told: str, expected: bool) -> None:
    assert other_step(asked, told) is expected

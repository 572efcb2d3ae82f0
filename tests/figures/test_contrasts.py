"""What is told of one thing is no answer about its counterpart, about a part of it, or for each one of it."""

from __future__ import annotations

import pytest

from qa.figures.contrasts import contrary, lacks_each, leaves_out


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
        pytest.param("青禾街道建了多少个", "青禾街道建成35个", False, id="that street"),
        pytest.param("各街道建了多少个", "建成35个", False, id="all streets"),
        pytest.param("全年建了多少个", "建成35个", False, id="the whole"),
        pytest.param("新设企业里几家是外省的？", "新设企业35家", True, id="a kind"),
        pytest.param("几家企业来自外省？", "新设企业35家", True, id="where from"),
        pytest.param("新设企业里几家是外省的？", "新设企业35家，其中外省企业4家", False, id="that kind"),
        pytest.param("指标里几项是没达标的？", "2项指标慢于预期", False, id="what became of them"),
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

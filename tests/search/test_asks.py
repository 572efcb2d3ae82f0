"""The single questions of one that asks several things."""

from __future__ import annotations

import pytest

from tests.answers.made import ask


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        pytest.param("新增学位多少个？", "", id="one"),
        pytest.param("新增学位多少个,养老床位几张？", "新增学位多少个 养老床位几张", id="clauses"),
        pytest.param("新增学位几个、养老床位几张？", "新增学位几个 养老床位几张", id="a row of asks"),
        pytest.param("城乡、工农各增长多少?税收多少亿元?", "城乡、工农各增长多少 税收多少亿元", id="a row of names"),
        pytest.param("查几个数:学位数、毛入学率", "学位数是多少 毛入学率是多少", id="listed"),
        pytest.param("学位多少个,谁建的?", "学位多少个 学位多少个;谁建的", id="of what was asked before"),
        pytest.param(
            "老楼没有证,动了几个项目,收了几条意见?", "老楼没有证;动了几个项目 收了几条意见", id="of what is said"
        ),
        pytest.param("为什么学位增加多少、床位减少多少?", "", id="a reason"),
    ],
)
def test_the_single_questions_are_told_apart(question: str, asks: str) -> None:
    found = ask(f"云河区2023年：{question}").asks
    plain = [one.standalone.replace("；", ";").removeprefix("云河区2023年:") for one in found]
    assert plain == asks.split()
    assert all(one.regions == ("云河区",) and one.years == (2023,) for one in found)


def test_an_ask_is_of_the_place_and_year_that_it_names() -> None:
    yun, song = ask("云河区2023年新增学位多少个？松岭区2022年养老床位多少张？").asks
    assert (yun.regions, yun.years) == (("云河区",), (2023,))
    assert (song.regions, song.years) == (("松岭区",), (2022,))

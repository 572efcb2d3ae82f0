from __future__ import annotations

import pytest

from qa.synonyms import official_words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("上学的名额有多少？", {"上学的名额": "学位"}, id="longest first"),
        pytest.param("雾霾好转了吗？", {"雾霾": "细颗粒物"}, id="air"),
        pytest.param("pm2.5是多少？", {"pm2.5": "细颗粒物"}, id="case"),
        pytest.param("gdp和财政收入", {"gdp": "地区生产总值", "财政收入": "一般公共预算收入"}, id="in order"),
        pytest.param("经济去年涨了多少？", {"经济": "地区生产总值增长"}, id="words in between"),
        pytest.param("养老床位多少张？", {}, id="official already"),
        pytest.param("", {}, id="empty"),
    ],
)
def test_official_words_stand_beside_everyday_ones(text: str, found: dict[str, str]) -> None:
    assert official_words(text) == found
    assert list(official_words(text)) == list(found)

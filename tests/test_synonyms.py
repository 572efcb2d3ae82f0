from __future__ import annotations

import re
from pathlib import Path

import pytest

import qa.synonyms
from qa.search.lexical import STOP_WORDS
from qa.synonyms import official_words, read_synonyms, same_names

LEXICON = Path(qa.synonyms.__file__).with_name("synonyms.txt").read_text(encoding="utf-8")
SYNONYMS = read_synonyms(LEXICON)
OFFICIAL = {word for words in SYNONYMS.values() for word in words}

# Words at home in every report that mean too many things to stand for one other word.
_COMMON = """
发展 经济 社会 企业 项目 工作 政府 城市 农村 群众 居民 人口 教育 医疗 卫生 文化 环境 生态 安全 服务
改革 创新 开放 产业 工业 农业 服务业 投资 消费 收入 支出 财政 税收 金融 市场 就业 住房 养老 土地 资源
能源 交通 道路 铁路 水利 建设 改造 治理 管理 监管 保障 完善 推进 实施 加强 提高 提升 增长 下降 减少
增加 完成 实现 达到 问题 目标 任务 计划 规划 政策 制度 机制 体系 平台 技术 人才 学校 学生 医院 社区
街道 乡镇 公园 园区 设施 重点 质量 水平 能力 全区 全市 全县 全省 同比 累计
"""
COMMON = _COMMON.split()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("上学的名额有多少？", {"上学的名额": ("学位",)}, id="longest first"),
        pytest.param("雾霾好转了吗？", {"雾霾": ("细颗粒物", "大气污染"), "好转": ("改善",)}, id="air"),
        pytest.param("pm2.5是多少？", {"pm2.5": ("细颗粒物",)}, id="case"),
        pytest.param(
            "財İ力和gdp", {"gdp": ("地区生产总值", "国内生产总值", "生产总值")}, id="letter longer in lower case"
        ),
        pytest.param(
            "ppi和财政收入", {"ppi": ("工业生产者出厂价格",), "财政收入": ("一般公共预算收入",)}, id="in order"
        ),
        pytest.param("头一批搬回去住的", {"头一批": ("首批",), "搬回去住": ("回迁",)}, id="official has fewer words"),
        pytest.param("财政紧巴巴的吗？", {"紧巴巴": ("紧平衡",)}, id="state"),
        pytest.param("经济去年增长多少？", {"经济": ("地区生产总值增长",)}, id="words in between"),
        pytest.param("经济增速是多少？", {"经济增速": ("地区生产总值增长",)}, id="growth of the economy"),
        pytest.param("数字经济增速是多少？", {"增速": ("增长",)}, id="growth of one kind of economy"),
        pytest.param("经济增长点在哪？", {}, id="no growth"),
        pytest.param("经济，收入", {}, id="pattern needs its context"),
        pytest.param("盖了几栋？", {"盖了": ("建设", "新建")}, id="verb of one character"),
        pytest.param("覆盖了几个村？", {}, id="end of another verb"),
        pytest.param("有啥招？", {"啥招": ("举措", "措施")}, id="measures"),
        pytest.param("养老床位多少张？", {}, id="official already"),
        pytest.param("中小微企业有多少？", {}, id="everyday word within an official one"),
        pytest.param("提高企业效益，全国企业", {}, id="everyday word across two words"),
        pytest.param("整改成效", {}, id="a verb across two words"),
        pytest.param("改成病房", {"改成": ("改造", "改建", "转为")}, id="turned into"),
        pytest.param("全国外贸", {"外贸": ("进出口", "对外贸易")}, id="abroad across two words"),
        pytest.param("国外参展", {"国外": ("境外", "海外", "国际")}, id="abroad"),
        pytest.param("扩大厂房", {}, id="big firm across two words"),
        pytest.param("几家大厂？", {"大厂": ("头部企业",)}, id="big firm"),
        pytest.param("破了千亿吗？", {"破了": ("突破", "超过")}, id="beyond a round figure"),
        pytest.param("博士名额多少？", {"名额": ("指标", "计划")}, id="places not in a school"),
        pytest.param("哪条线跑起来？", {"跑起来": ("通车", "开通", "投入运营")}, id="line in service"),
        pytest.param("街道办事处", {}, id="everyday word within a word left as it is"),
        pytest.param("", {}, id="empty"),
    ],
)
def test_official_words_stand_beside_everyday_ones(text: str, found: dict[str, tuple[str, ...]]) -> None:
    assert official_words(text) == found
    assert list(official_words(text)) == list(found)


def test_each_everyday_word_is_found() -> None:
    everyday = {word: words for word, words in SYNONYMS.items() if words}
    assert [word for word, words in everyday.items() if official_words(f"{word}？") != {word: words}] == []


def test_words_left_as_they_are_hide_an_everyday_word() -> None:
    everyday = [word for word, words in SYNONYMS.items() if words]
    left = [word for word, words in SYNONYMS.items() if not words]
    assert [word for word in left if not any(hides(word, other) for other in everyday)] == []


def hides(word: str, other: str) -> bool:
    """Whether `other` stands in the word, or begins in it and may end in the next: 少了 in 多少 and 了."""
    return other in word or any(other.startswith(word[at:]) for at in range(1, len(word)))


def test_words_are_whole_words() -> None:
    entries = [entry for line in LEXICON.splitlines() if not line.startswith("#") for entry in line.split()]
    word = r"[一-鿿\w.&%]{2,}"
    assert [entry for entry in entries if not re.fullmatch(f"{word}(={word}(/{word})*)?", entry)] == []
    assert [word for word, words in SYNONYMS.items() if len(set(words)) < len(words)] == []


def test_everyday_words_are_no_common_official_words() -> None:
    assert [word for word in (*COMMON, *STOP_WORDS) if SYNONYMS.get(word)] == []


@pytest.mark.parametrize(
    "text", ["a=b a=c", "a=b a", "a=b/a"], ids=["two meanings", "left as it is and not", "its own official word"]
)
def test_a_word_stands_once(text: str) -> None:
    with pytest.raises(ValueError, match="a"):
        read_synonyms(text)


def test_read_synonyms_takes_entries_by_blanks_and_skips_comments() -> None:
    assert read_synonyms("# 注释=说明\n盖房=建设住房/新建住房  住房\n\n头回=首次\n") == {
        "盖房": ("建设住房", "新建住房"),
        "住房": (),
        "头回": ("首次",),
    }


@pytest.mark.parametrize("name", ["GDP", "gdp", "生产总值", "地区生产总值"])
def test_same_names_are_itself_the_nearest_official_word_and_abbreviations(name: str) -> None:
    assert same_names(name)[0] == name
    assert {"地区生产总值", "GDP", "生产总值"} <= set(same_names(name))


def test_same_names_of_a_name_without_official_word() -> None:
    assert same_names("学位数") == ("学位数",)


def test_official_names_of_one_indicator_lead_to_each_other() -> None:
    for one, other in (
        ("地区生产总值", "GDP"),
        ("规上工业增加值", "规模以上工业增加值"),
        ("社会消费品零售总额", "社会消费品零售额"),
        ("保租房", "保障性租赁住房"),
        ("PM2.5", "细颗粒物"),
    ):
        assert other in SYNONYMS[one]
        assert one in SYNONYMS[other]

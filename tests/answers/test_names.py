"""Names that are asked for, and sentences that tell none."""

from __future__ import annotations

import pytest

from qa.answers.names import lists_nothing, names_none_of
from tests.answers.made import material
from tests.fakes import make_passage


@pytest.mark.parametrize(
    ("question", "sentence", "none"),
    [
        pytest.param("云河区那7所学校都叫什么？", "7所学校转为公办。", True, id="only counted"),
        pytest.param("云河区要打通的2条路是哪2条？", "打通“断头路”2条，优化5个路口。", True, id="quoted, no name"),
        pytest.param("云河区那3座场馆都叫什么？", "建成青禾馆、栖霞馆等3座场馆。", False, id="named beside the count"),
        pytest.param("云河区那3座场馆都叫什么？", "建成3座场馆，包括青禾馆和栖霞馆。", False, id="named behind it"),
        pytest.param("云河区那3座场馆哪年建成？", "建成3座场馆。", False, id="no names asked for"),
        pytest.param("云河区青禾、栖霞以外那三个站在哪？", "设立青禾、栖霞等5个站。", True, id="no others named"),
        pytest.param("云河区青禾以外那些站在哪？", "设立青禾、栖霞等5个站。", False, id="another one named"),
        pytest.param("除了青禾，云河区还有哪些小街？", "青禾小街、栖霞小街入选。", False, id="alike but for the name"),
        pytest.param("云河区除青禾外还有哪4个站？", "青禾等5个站设立。", True, id="only the one named"),
        pytest.param("云河区除了青禾另外4家是谁？", "青禾等5家上市。", True, id="who the others are"),
        pytest.param("青禾研制的新药叫什么名字？", "青禾新药获批，茶叶走俏。", True, id="told of without a name"),
        pytest.param("青禾研制的新药叫什么名字？", "青禾新药“栖霞丸”获批。", False, id="name in marks"),
        pytest.param("云河区新通的是哪几条路？", "道路建设加快，青禾路实现通车。", False, id="own name"),
        pytest.param("云河区治理的那些河叫什么名字？", "治理河道20公里，种树30棵。", True, id="figures only"),
        pytest.param("云河区除了青禾另外还建了几个站？", "青禾等5个站设立。", False, id="how many others"),
    ],
)
def test_names_of_counted_things_are_told_or_not(question: str, sentence: str, *, none: bool) -> None:
    assert names_none_of(material(question, make_passage(sentence))) is none


@pytest.mark.parametrize(
    ("question", "sentence", "nothing"),
    [
        pytest.param("云河区建成了哪些文化场馆？", "建成青禾图书馆、栖霞书院。", False, id="names"),
        pytest.param("云河区建成了哪些文化场馆？", "文化场馆全部建成。", True, id="no names"),
        pytest.param("云河区建成了哪三座文化场馆？", "建成青禾图书馆、栖霞书院。", True, id="fewer than counted"),
        pytest.param("云河区建成了哪两座文化场馆？", "文化带项目“青禾”建成。", True, id="one of two"),
        pytest.param(
            "云河区哪两座场馆延期？", "《规划》5座建成（青禾馆），1座延期（云影剧场）。", False, id="two in brackets"
        ),
        pytest.param("云河区茶店分别在哪些乡镇？", "茶店9家，其中青禾镇5家，栖霞镇4家。", False, id="counted by kind"),
        pytest.param("云河区有哪些茶店？", "茶店9家，其中青禾镇5家，栖霞镇4家。", True, id="counted, no names"),
        pytest.param("云河区的“四个最美”是哪些？", "着力擦亮“四个最美”、“三张名片”。", True, id="named only"),
        pytest.param("云河区建成了多少座文化场馆？", "文化场馆全部建成。", False, id="no list asked for"),
    ],
)
def test_a_sentence_lists_nothing_where_names_are_asked_for(question: str, sentence: str, *, nothing: bool) -> None:
    assert lists_nothing(material(question, make_passage(sentence))) is nothing

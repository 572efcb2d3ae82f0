from __future__ import annotations

from pathlib import Path

import pytest

from qa.datatypes import Statement, Turn
from qa.feedback import candidates
from qa.page.conversation import Exchange, Notebook, Scope, Status
from qa.page.handlers import KEEP, Handlers, Screen
from qa.page.shelves import Shelves
from tests.page.fakes import NASTY, QUOTE, FakeAssistant
from tests.page.markup import shown


@pytest.fixture
def handlers(assistant: FakeAssistant, tmp_path: Path) -> Handlers:
    return Handlers(Shelves(assistant), tmp_path, examples=["例题？"])


def empty() -> str:
    return Notebook.empty().record()


def asked(handlers: Handlers, question: str, record: str | None = None, position: int | None = None) -> list[Screen]:
    """The screens from sending a question to its being kept."""
    begun = handlers.begin(question, record or empty(), position, None, Scope())
    *screens, last = handlers.answer(begun.pending, begun.record)
    assert last == Screen()
    return [begun, *screens]


def exchanges(record: str) -> tuple[Exchange, ...]:
    return Notebook.open(record).current.exchanges


def test_question_is_shown_before_anything_is_found(handlers: Handlers) -> None:
    screen = handlers.begin(" 新设企业多少户？ ", empty(), None, None, Scope())
    assert "新设企业多少户？" in screen.current
    assert screen.box == ""
    assert screen.pending == screen.live


@pytest.mark.parametrize("question", ["  ", "第二个问题"])
def test_nothing_is_asked_without_words_or_while_answering(handlers: Handlers, question: str) -> None:
    live = handlers.begin("第一个问题", empty(), None, None, Scope()).live
    assert handlers.begin(question, empty(), None, live, Scope()) == Screen(pending=None)
    assert list(handlers.answer(None, empty())) == [Screen()]


def test_paragraphs_then_verified_pieces_then_answer(handlers: Handlers) -> None:
    begun, found, first, second, answer = [screen.current for screen in asked(handlers, "新设企业多少户？")]
    assert "正在查找相关段落" in begun
    assert "按：栎木区 · 2022年 · 完成情况" in found
    assert QUOTE in found
    assert first.count('class="mark"') == 1
    assert "东河区新设市场主体" not in shown(first.split('class="found"')[0])[0]
    assert second.count('class="mark"') == 2
    assert "正在逐句核对" in second
    assert "正在逐句核对" not in answer
    assert 'data-status="answered"' in answer


def test_answer_is_kept_in_the_browser_and_as_history(handlers: Handlers, assistant: FakeAssistant) -> None:
    record = asked(handlers, "甲？")[-1].record
    asked(handlers, "乙？", record)
    assert assistant.asked[-1]["history"] == (Turn("甲？", exchanges(record)[0].text),)


def test_the_end_of_an_answer_leaves_the_box_alone(handlers: Handlers) -> None:
    assert asked(handlers, "甲？")[-1].box is KEEP


def test_filters_reach_the_assistant_and_are_shown(handlers: Handlers, assistant: FakeAssistant) -> None:
    scope = Scope(("栎木区",), (2022,), ("东河区-2022",))
    begun = handlers.begin("甲？", empty(), None, None, scope)
    list(handlers.answer(begun.pending, begun.record))
    assert {key: assistant.asked[-1][key] for key in ("regions", "years", "reports")} == {
        "regions": ("栎木区",),
        "years": (2022,),
        "reports": ("东河区-2022",),
    }
    assert "限于：栎木区 · 2022年 · 2023年东河区政府工作报告" in begun.current


def test_a_kind_filters_to_its_reports(handlers: Handlers, assistant: FakeAssistant) -> None:
    for kind, reports in (("政府工作报告", ("栎木区-2022", "东河区-2022")), ("统计公报", ("",))):
        begun = handlers.begin("甲？", empty(), None, None, Scope(kinds=(kind,)))
        list(handlers.answer(begun.pending, begun.record))
        assert assistant.asked[-1]["reports"] == reports


def test_changed_understanding_asks_again_in_its_place(handlers: Handlers, assistant: FakeAssistant) -> None:
    record = asked(handlers, "新设企业多少户？")[-1].record
    begun = handlers.ask_again(0, record, None, ["东河区"], [2023], "target")
    last = list(handlers.answer(begun.pending, begun.record))[-2]
    assert assistant.asked[-1]["regions"] == ("东河区",)
    assert assistant.asked[-1]["statement"] is Statement.TARGET
    assert [item.scope for item in exchanges(last.record)] == [Scope(("东河区",), (2023,), statement=Statement.TARGET)]
    assert '<option value="target" selected>目标</option>' in last.current


def test_only_the_latest_understanding_can_be_changed(handlers: Handlers) -> None:
    last = asked(handlers, "乙？", asked(handlers, "甲？")[-1].record)[-1]
    assert "data-chip" not in last.past
    assert last.current.count("data-chip") == 3


def test_verdict_is_kept_with_its_answer(handlers: Handlers, tmp_path: Path) -> None:
    record = asked(handlers, "新设企业多少户？", asked(handlers, "甲？")[-1].record)[-1].record
    judged = handlers.judge(1, "right", "", record)
    assert exchanges(judged.record)[1].verdict == "right"
    assert (
        '<button type="button" class="quiet" data-verdict="right" aria-pressed="true">'
        in handlers.load(judged.record).current
    )
    handlers.judge(1, "right", "数字对", record)
    [candidate] = candidates(tmp_path)
    assert (candidate["question"], candidate["note"]) == ("新设企业多少户？", "数字对")
    assert [turn["question"] for turn in candidate["history"]] == ["甲？"]


@pytest.mark.parametrize(("position", "verdict"), [(0, "splendid"), (3, "right")])
def test_a_verdict_that_makes_no_sense_is_not_kept(
    handlers: Handlers, tmp_path: Path, position: int, verdict: str
) -> None:
    record = asked(handlers, "甲？")[-1].record
    assert handlers.judge(position, verdict, "", record) == Screen()
    assert list(tmp_path.iterdir()) == []


def test_computed_answer_shows_its_operands(handlers: Handlers) -> None:
    text, _ = shown(asked(handlers, "相差多少？")[-1].current)
    assert "算式 3.2 − 2.4 = 0.8，3.2 见 [1]，2.4 见 [2]" in text


def test_refusal_offers_questions_that_the_nearest_paragraphs_answer(handlers: Handlers) -> None:
    current = asked(handlers, "苹果产量？")[-1].current
    assert 'data-ask="栎木区2022年新增企业是多少？"' in current


def test_page_of_another_browser_has_another_owner(handlers: Handlers) -> None:
    first, second = handlers.load(""), handlers.load("")
    assert first.owner != second.owner
    assert handlers.load(first.record).owner == first.owner


def test_filters_are_shown(handlers: Handlers) -> None:
    begun = handlers.begin("甲？", empty(), None, None, Scope(("栎木区",), (2022,), ("东河区-2022",)))
    assert "限于：栎木区 · 2022年 · 2023年东河区政府工作报告" in begun.current


def test_error_is_one_line_and_the_conversation_stays(handlers: Handlers) -> None:
    record = asked(handlers, "甲？")[-1].record
    last = asked(handlers, "失败", record)[-1]
    assert "本地模型没有响应，请稍后重试。" in last.current
    assert [item.status for item in exchanges(last.record)] == [Status.ANSWERED, Status.FAILED]


def test_fault_of_the_program_is_raised_and_then_shown(handlers: Handlers) -> None:
    begun = handlers.begin("坏", empty(), None, None, Scope())
    with pytest.raises(RuntimeError):
        list(handlers.answer(begun.pending, begun.record))
    assert "程序内部出错" in handlers.fail(begun.live, begun.record).current


def test_refusal_says_what_was_searched_and_offers_paragraphs(handlers: Handlers) -> None:
    current = asked(handlers, "苹果产量？")[-1].current
    text, _ = shown(current)
    assert "报告里没有提到" in text
    assert "查找了：栎木区 · 2022年 · 完成情况，共收录 2 份报告。" in text
    assert "最接近的段落" in text
    assert 'class="error"' not in current


def test_refusal_for_a_missing_report_lists_what_is_held(handlers: Handlers) -> None:
    text, _ = shown(asked(handlers, "外地呢？")[-1].current)
    assert "已收录：东河区（2022—2023年）、栎木区（2022—2023年）。" in text


def test_stopping_keeps_what_was_verified_and_ends_the_stream(handlers: Handlers, assistant: FakeAssistant) -> None:
    begun = handlers.begin("甲？", empty(), None, None, Scope())
    stream = handlers.answer(begun.pending, begun.record)
    shown_before = [next(stream), next(stream)][-1].current
    stopped = handlers.stop(begun.live, begun.record)
    assert list(stream) == [Screen()]
    assert assistant.closed
    kept = exchanges(stopped.record)
    assert [item.status for item in kept] == [Status.STOPPED]
    assert kept[0].text in shown(shown_before)[0].replace("\u20601\u2060", "[1]")


def test_stopping_after_the_end_changes_nothing(handlers: Handlers) -> None:
    begun = handlers.begin("甲？", empty(), None, None, Scope())
    list(handlers.answer(begun.pending, begun.record))
    assert handlers.stop(begun.live, begun.record) == handlers.fail(begun.live, begun.record) == Screen()


def test_retry_replaces_the_exchange(handlers: Handlers) -> None:
    record = asked(handlers, "失败")[-1].record
    begun = handlers.retry(0, record, None, Scope())
    assert 'data-status="searching"' in begun.current
    assert begun.pending == begun.live
    assert exchanges(begun.record) == ()


def test_edit_puts_the_question_back_and_replaces_what_follows(handlers: Handlers) -> None:
    record = asked(handlers, "乙？", asked(handlers, "甲？")[-1].record)[-1].record
    edit = handlers.edit(0, record)
    assert (edit.box, edit.position) == ("甲？", 0)
    last = asked(handlers, "丙？", record, edit.position)[-1]
    assert [item.question for item in exchanges(last.record)] == ["丙？"]


@pytest.mark.parametrize("position", [-1, 7])
def test_positions_that_do_not_exist_change_nothing(handlers: Handlers, position: int) -> None:
    assert handlers.edit(position, empty()) == Screen()
    assert handlers.retry(position, empty(), None, Scope()) == Screen(pending=None)


def test_new_conversation_keeps_the_answer_being_written(handlers: Handlers) -> None:
    begun = handlers.begin("甲？", empty(), None, None, Scope())
    screen = handlers.new_conversation(begun.live, begun.record)
    notebook = Notebook.open(screen.record)
    assert [item.title for item in notebook.others] == ["甲？"]
    assert "例题？" in screen.current
    back = handlers.turn_to(notebook.others[0].conversation_id, None, screen.record)
    assert 'data-status="stopped"' in back.current


def test_reload_shows_what_was_kept(handlers: Handlers) -> None:
    record = asked(handlers, "乙？", asked(handlers, "甲？")[-1].record)[-1].record
    screen = handlers.load(record)
    assert "甲？" in screen.past
    assert "乙？" in screen.current


def test_text_of_reports_and_answers_is_never_markup(handlers: Handlers) -> None:
    last = asked(handlers, f"脚本 {NASTY}")[-1]
    for part in (last.current, last.conversations):
        text, elements = shown(part)
        assert "<script>" in text
        assert not {"script", "img", "a", "iframe"} & set(elements)


def test_figures_are_marked_alike_in_answer_and_quote(handlers: Handlers) -> None:
    current = asked(handlers, "新设企业多少户？")[-1].current
    assert current.count('<b class="figure">3.2万户</b>') == 2
    assert '<b class="figure">12.5%</b>' in current
    assert '<b class="figure">12.5％</b>' in current
    assert '<b class="figure">10206.9亿元</b>' not in current


def test_card_copies_a_reference(handlers: Handlers) -> None:
    current = asked(handlers, "新设企业多少户？")[-1].current
    assert 'data-copy="《2023年栎木区政府工作报告》，栎木区人民政府，2023-01-10，第二部分第3段"' in current


def test_unknown_report_opens_with_one_line(handlers: Handlers) -> None:
    assert "索引里没有这份报告：不存在。" in handlers.open_source(None, "不存在", 1, "", ())

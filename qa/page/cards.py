"""An exchange as HTML: the question, how it was understood, what was found, the answer with its citations.

A refusal is laid out as help: what was searched, why it does not answer, the nearest paragraphs.
Elements that do something are buttons with data attributes; page.js acts on them.
"""

from __future__ import annotations

import urllib.parse
from collections.abc import Mapping, Sequence

from qa.datatypes import Citation, Hit, Reason, Statement
from qa.feedback import Verdict
from qa.page.checks import Checks, check_sentence
from qa.page.conversation import Exchange, Notebook, Scope, Status
from qa.page.marks import lines, pieces, without_marks
from qa.page.markup import Markup, alert, figure_keys, join, marked_text, tag
from qa.page.references import gbt_reference, place, reference
from qa.page.sources import Source, questions_about, region_choices, year_choices

_REFUSALS = {
    Reason.NO_REPORT: ("没有收录这个地区或年份的报告", "可以换一个已收录的地区或年份再问。"),
    Reason.NOT_MENTIONED: ("报告里没有提到", "可以换一种说法，或者看看下面最接近的段落。"),
    Reason.NO_FIGURE: ("报告提到了这件事，但没有给出数字", "可以改问做了哪些工作，或者看看下面的原文。"),
    Reason.CONFLICT: ("报告之间的说法不一致", "请对照下面的原文自行判断，或者限定到某一份报告再问。"),
    Reason.NOT_A_QUESTION: ("这不像是一个关于报告的问题", "可以直接问某地某年的情况，例如指标、举措或目标。"),
}


def exchanges(
    items: Sequence[Exchange], sources: Mapping[str, Source], first: int = 0, *, editable: bool = False
) -> Markup:
    """Give exchanges one after another; `first` is the position of the first one in its conversation.

    Where they are `editable`, the understanding can be changed: of the latest one only, since a
    question that is asked again replaces all that follows it.
    """
    return join(exchange(item, sources, first + at, editable=editable) for at, item in enumerate(items))


def exchange(item: Exchange, sources: Mapping[str, Source], position: int, *, editable: bool = False) -> Markup:
    """Give one exchange, in whatever state it is; `position` counts from 0 and names it to page.js."""
    return tag(
        "article",
        _question(item, position),
        _understanding(item, sources, position, editable=editable and item.done),
        _body(item, sources),
        _cards(item),
        _found(item, sources),
        _actions(item, position),
        class_=f"exchange {item.status}",
        data_position=position,
        data_status=item.status,
    )


def announcement(item: Exchange) -> str:
    """Give the state of an exchange in a few words, for screen readers."""
    words = {
        Status.SEARCHING: "正在查找报告",
        Status.WRITING: f"找到{len(item.hits)}段，正在核对",
        Status.ANSWERED: f"回答完成，{len(item.citations)}条引文",
        Status.REFUSED: "没有找到可以回答的内容，列出了最接近的段落",
        Status.STOPPED: "已停止",
        Status.FAILED: f"没有完成：{item.error}",
    }
    return words[item.status]


def welcome(examples: Sequence[str], sources: Mapping[str, Source]) -> Markup:
    """Give what stands where no question has been asked yet."""
    regions = sorted({source.region for source in sources.values() if source.region})
    shown = "、".join(regions[:6]) + ("等" if len(regions) > 6 else "")
    held = f"已收录 {len(sources)} 份报告" + (f"：{shown}" if shown else "")
    return tag(
        "section",
        tag("h2", "向政府报告提问"),
        tag("p", "每句回答都注明出自哪份报告、哪一段；报告里没有的，会直接告诉您没有。"),
        tag("p", held, class_="hint"),
        tag(
            "div",
            *(_ask_button(question) for question in examples),
            class_="examples",
            role="group",
            aria_label="示例问题",
        ),
        class_="welcome",
    )


def conversation_list(notebook: Notebook) -> Markup:
    """Give the conversations kept in this browser, the current one first."""
    current = [notebook.current] if notebook.current.exchanges else []
    items = []
    for item in [*current, *notebook.others]:
        chosen = "true" if item is notebook.current else None
        turn = tag("button", item.title, type="button", data_turn_to=item.conversation_id, aria_current=chosen)
        remove = tag(
            "button",
            "×",
            type="button",
            class_="quiet",
            data_remove=item.conversation_id,
            aria_label=f"删除对话：{item.title}",
        )
        items.append(tag("li", turn, remove))
    if not items:
        return tag("p", "对话只保存在这个浏览器里。", class_="hint")
    return tag("ul", *items, class_="conversations")


def _ask_button(question: str) -> Markup:
    return tag("button", question, type="button", class_="example", data_ask=question)


def _question(item: Exchange, position: int) -> Markup:
    edit = tag("button", "改写", type="button", class_="quiet", data_edit=position, aria_label="改写这个问题后重新提问")
    return tag("header", tag("h3", item.question), edit if item.done else "", class_="question")


def _understanding(item: Exchange, sources: Mapping[str, Source], position: int, *, editable: bool) -> Markup:
    limits = _scope_label(item.scope, sources)
    limit = tag("span", f"限于：{limits}", class_="limit") if limits else ""
    change = tag("button", "调整范围", type="button", class_="quiet", data_panel="filters")
    if item.inquiry is None or not editable:
        label = f"按：{item.inquiry.label()}" if item.inquiry else "按：正在理解问题…"
        return tag("div", tag("span", label), limit, change, class_="understanding")
    return tag(
        "div", tag("span", "按："), *_chips(item, sources), limit, change, class_="understanding", data_again=position
    )


def _chips(item: Exchange, sources: Mapping[str, Source]) -> list[Markup]:
    """What was understood as choices: the first leaves it to the question, each other one settles it."""
    inquiry, scope = item.inquiry, item.scope
    assert inquiry is not None
    regions = [(region, region) for region in region_choices(sources)]
    years = [(label, str(year)) for label, year in year_choices(sources)]
    kinds = [(kind.label, kind.value) for kind in Statement if kind is not Statement.OTHER]
    year_label = "、".join(f"{year}年" for year in inquiry.years)
    statement = inquiry.statement
    return [
        _chip("regions", "地区", "、".join(inquiry.regions) or "全部地区", regions, scope.regions),
        _chip("years", "年份", year_label or "不限年份", years, [str(year) for year in scope.years]),
        _chip("statement", "完成情况或目标", statement.label if statement else "完成或目标", kinds,
              [scope.statement.value] if scope.statement else []),
    ]  # fmt: skip


def _chip(name: str, label: str, understood: str, choices: Sequence[tuple[str, str]], chosen: Sequence[str]) -> Markup:
    settled = len(chosen) == 1  # several at once come from the filters, and are shown as understood
    options = [tag("option", "按问题理解" if settled else understood, value="")]
    options += [tag("option", text, value=value, selected=settled and value == chosen[0]) for text, value in choices]
    return tag("select", *options, class_="chip", data_chip=name, aria_label=f"{label}，改后重新回答")


def _scope_label(scope: Scope, sources: Mapping[str, Source]) -> str:
    titles = [sources[report].title if report in sources else "已移除的报告" for report in scope.reports]
    years = "、".join(f"{year}年" for year in scope.years)
    kind = scope.statement.label if scope.statement else ""
    parts = ["、".join(scope.regions), years, kind, "、".join(scope.kinds), "、".join(titles)]
    return " · ".join(part for part in parts if part)


def _body(item: Exchange, sources: Mapping[str, Source]) -> Markup:
    if item.status is Status.REFUSED:
        return _refusal(item, sources)
    parts: list[Markup] = [_answer_text(item)] if item.text else []
    if not item.done:
        waiting = "正在查找相关段落" if item.status is Status.SEARCHING else "正在逐句核对"
        if item.ahead:
            waiting = f"前面还有 {item.ahead} 个问题，轮到后接着回答"
        parts.append(tag("p", waiting, class_="waiting"))
    if item.status is Status.STOPPED:
        parts.append(tag("p", "已停止，以上内容都已核对。" if item.text else "已停止。", class_="note"))
    if item.status is Status.FAILED:
        parts.append(alert(item.error))
    return tag("div", *parts, class_="answer")


def _answer_text(item: Exchange) -> Markup:
    figures = _shared_figures(item)
    return join(
        tag("p", _marked_line(line, item.citations, figures), _badge(line, item.citations)) for line in lines(item.text)
    )


def _badge(line: str, citations: Sequence[Citation]) -> Markup:
    """A tick that tells on demand what of the sentence was found again in its quotes."""
    own = [piece for piece in pieces(line, citations) if isinstance(piece, Citation)]
    if not own:
        return Markup("")
    checks = check_sentence(without_marks(line), own)
    told = "\n".join(["已核对：这句话的内容出自所引原文。", *checks.lines()])
    tick = tag("button", "✓", type="button", class_="check", data_note=told, aria_label=told.replace("\n", "；"))
    return join([tick, _operands(checks)])


def _operands(checks: Checks) -> Markup:
    if checks.computation is None:
        return Markup("")
    sources = [f"{operand} 见 [{marker}]" for operand, marker in checks.computation.operands if marker]
    return tag("span", "，".join([f"算式 {checks.computation.expression}", *sources]), class_="operands")


def _marked_line(line: str, citations: Sequence[Citation], figures: set[str]) -> Markup:
    return join(
        marked_text(piece, figures) if isinstance(piece, str) else _mark(piece, figures)
        for piece in pieces(line, citations)
    )


def _mark(citation: Citation, figures: set[str]) -> Markup:
    label = f"引文{citation.marker}：{citation.title}第{citation.paragraph}段"
    button = tag(
        "button", str(citation.marker), type="button", class_="mark", aria_label=label, **_target(citation, figures)
    )
    return tag("sup", "\u2060", button, "\u2060")  # word joiners: no line begins with a mark, or with the stop after it


def _target(citation: Citation, figures: set[str]) -> dict[str, str | int]:
    return {
        "data_report": citation.report_id,
        "data_paragraph": citation.paragraph,
        "data_quote": citation.quote,
        "data_marker": citation.marker,
        "data_figures": " ".join(sorted(figures)),
    }


def _shared_figures(item: Exchange) -> set[str]:
    quoted: set[str] = set()
    for citation in item.citations:
        quoted |= figure_keys(citation.quote)
    return quoted & figure_keys(without_marks(item.text))


def _cards(item: Exchange) -> Markup:
    if not item.citations:
        return Markup("")
    figures = _shared_figures(item)
    cards = [_card(citation, figures) for citation in item.citations]
    return tag("ol", *cards, class_="cards", aria_label="引文")


def _card(citation: Citation, figures: set[str]) -> Markup:
    facts = " · ".join(part for part in (citation.region, citation.date.isoformat() if citation.date else "") if part)
    head = [tag("span", str(citation.marker), class_="number"), tag("span", citation.title, class_="title")]
    path = " › ".join([*citation.section, f"第{citation.paragraph}段"])
    label = f"打开原文：{citation.title}{place(citation.section, citation.paragraph)}"
    head.append(tag("span", facts, class_="facts"))
    opener = tag("button", *head, type="button", class_="open", aria_label=label, **_target(citation, figures))
    copies = [
        tag("button", "复制引用", type="button", class_="quiet", data_copy=reference(citation)),
        tag(
            "button",
            "GB/T 7714",
            type="button",
            class_="quiet",
            data_copy=gbt_reference(citation),
            aria_label="按 GB/T 7714 复制引用",
        ),
    ]
    quote = tag("blockquote", marked_text(citation.quote, figures))
    return tag("li", opener, tag("p", path, class_="path"), quote, tag("div", *copies, class_="actions"), class_="card")


def _found(item: Exchange, sources: Mapping[str, Source]) -> Markup:
    if not item.hits or item.status is Status.REFUSED:
        return Markup("")
    summary = tag("summary", f"找到的段落（{len(item.hits)}）")
    return tag("details", summary, _hit_list(item.hits, sources), class_="found", open=not item.done)


def _hit_list(hits: Sequence[Hit], sources: Mapping[str, Source]) -> Markup:
    return tag("ul", *(_hit(hit, sources) for hit in hits), class_="hits")


def _hit(hit: Hit, sources: Mapping[str, Source]) -> Markup:
    passage = hit.passage
    source = sources.get(passage.report_id)
    title, region = source.title if source else "", passage.region or ""
    facts = [title, "" if region in title else region, f"第{passage.paragraph}段"]
    facts += [passage.period.label() if passage.period else "", passage.statement.label]
    button = tag(
        "button",
        tag("span", " · ".join(fact for fact in facts if fact), class_="facts"),
        tag("span", passage.text, class_="text"),
        type="button",
        data_report=passage.report_id,
        data_paragraph=passage.paragraph,
        data_quote=passage.text,
    )
    return tag("li", button)


def _refusal(item: Exchange, sources: Mapping[str, Source]) -> Markup:
    title, advice = _REFUSALS[item.reason or Reason.NOT_MENTIONED]
    label = item.inquiry.label() if item.inquiry else "全部报告"
    limits = _scope_label(item.scope, sources)
    searched = f"查找了：{label}" + (f"（限于：{limits}）" if limits else "") + f"，共收录 {len(sources)} 份报告。"
    parts = [tag("h4", title), tag("p", item.text) if item.text else "", tag("p", searched, class_="searched")]
    if item.reason is Reason.NO_REPORT:
        parts.append(tag("p", f"已收录：{_holdings(sources)}。", class_="searched"))
    parts.append(tag("p", advice))
    if item.hits:
        parts += [tag("h5", "最接近的段落"), _hit_list(item.hits[:3], sources)]
    if instead := questions_about(hit.passage for hit in item.hits):
        asks = [tag("button", question, type="button", class_="pick", data_ask=question) for question in instead]
        parts += [tag("h5", "可以改问"), tag("div", *asks, class_="picks")]
    return tag("div", *parts, class_="refusal")


def _holdings(sources: Mapping[str, Source]) -> str:
    years: dict[str, set[int]] = {}
    for source in sources.values():
        years.setdefault(source.region or "地区不明", set()).update(source.years)
    shown = [f"{region}（{_spans(sorted(held))}）" if held else region for region, held in sorted(years.items())]
    return "、".join(shown[:12]) + ("等" if len(shown) > 12 else "")


def _spans(years: Sequence[int]) -> str:
    spans: list[list[int]] = []
    for year in years:
        if spans and spans[-1][1] == year - 1:
            spans[-1][1] = year
        else:
            spans.append([year, year])
    return "、".join(f"{first}年" if first == last else f"{first}—{last}年" for first, last in spans)


def _actions(item: Exchange, position: int) -> Markup:
    if not item.done:
        return Markup("")
    buttons = [tag("button", "重试", type="button", class_="quiet", data_retry=position)]
    if item.text:
        buttons.insert(0, tag("button", "复制回答", type="button", class_="quiet", data_copy=_plain(item)))
    buttons.append(tag("button", "复制链接", type="button", class_="quiet", data_link=_link(item)))
    for form, label in (("docx", "导出 Word"), ("md", "导出 Markdown")):
        buttons.append(tag("button", label, type="button", class_="quiet", data_export=form, title="导出整个对话"))
    taken = tag("span", f"{item.total_s:.1f} 秒", class_="facts") if item.total_s is not None else ""
    return join([tag("footer", *buttons, taken, class_="actions"), _feedback(item, position)])


def _feedback(item: Exchange, position: int) -> Markup:
    """Three verdicts, and room for a note once one is given (see page.js)."""
    if item.status not in (Status.ANSWERED, Status.REFUSED):
        return Markup("")
    verdicts = [
        tag(
            "button", verdict.label, type="button", class_="quiet", data_verdict=verdict.value,
            aria_pressed="true" if item.verdict == verdict else "false",
        )
        for verdict in Verdict
    ]  # fmt: skip
    note = tag(
        "form",
        tag(
            "input",
            name="note",
            maxlength=500,
            placeholder="补充说明（可不填）",
            aria_label="补充说明",
            autocomplete="off",
        ),
        tag("button", "提交", type="submit", class_="quiet"),
        data_form="note",
        hidden=True,
    )
    thanks = tag("span", "", class_="thanks", role="status")
    return tag("div", tag("span", "这个回答："), *verdicts, note, thanks, class_="feedback", data_position=position)


def _link(item: Exchange) -> str:
    scope = item.scope
    query: dict[str, object] = {"q": item.question, "region": scope.regions, "year": scope.years}
    query |= {"report": scope.reports, "kind": scope.kinds, "statement": scope.statement or ()}
    return "?" + urllib.parse.urlencode(query, doseq=True)


def _plain(item: Exchange) -> str:
    notes = [f"[{citation.marker}] {reference(citation)}" for citation in item.citations]
    return "\n".join([item.text, *notes])

"""Plots of a run as SVG text. Labels are Chinese where the machine has a Chinese font, else English."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from qa.evaluation.aggregate import Group
from qa.evaluation.metrics import DEPTHS
from qa.evaluation.runner import Run

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_FONTS = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Noto Sans SC",
    "Noto Sans CJK JP",  # the only face that matplotlib sees of the common .ttc file
    "WenQuanYi Zen Hei",
    "WenQuanYi Micro Hei",
    "PingFang SC",
    "Heiti SC",
    "Microsoft YaHei",
    "SimHei",
    "Arial Unicode MS",
)
_CHINESE = {
    "accuracy": "各题型正确率与 95% 区间",
    "share": "比例",
    "latency": "用时分布",
    "seconds": "秒",
    "questions": "题数",
    "retrieval": "检索召回",
    "recall": "所需段落在前 k 段中的比例",
    "all": "前 k 段含全部所需段落的题",
    "k": "k（不同段落）",
}
_ENGLISH = {
    "accuracy": "Right answers by question type, 95% intervals",
    "share": "share",
    "latency": "Latency",
    "seconds": "seconds",
    "questions": "questions",
    "retrieval": "Retrieval recall",
    "recall": "needed paragraphs among the first k",
    "all": "questions with all needed within k",
    "k": "k (distinct paragraphs)",
}


def draw_plots(run: Run, overall: Group, types: Mapping[str, Group], *, font: str | None) -> tuple[str, ...]:
    """The plots that the run has data for: accuracy by type, latency, retrieval recall; each a whole SVG document.

    Needs matplotlib, which is imported here. The same run gives the same text.

    Args:
        run: the rows, for the latencies.
        overall: scores of all rows.
        types: scores by type name.
        font: a font with Chinese characters, as `chinese_font` finds it; None for English labels.
    """
    import matplotlib

    settings: dict[str, Any] = {"svg.fonttype": "path", "svg.hashsalt": "wenbao"}
    if font is not None:
        settings["font.sans-serif"] = [font, "DejaVu Sans"]
    words = _ENGLISH if font is None else _CHINESE
    with matplotlib.rc_context(settings):
        labels = [name if font is None else group.label for name, group in types.items()]
        plots = [_accuracy(list(types.values()), labels, words)]
        seconds = [row.seconds for row in run.rows if row.seconds is not None and row.error is None]
        if seconds:
            plots.append(_latency(seconds, words))
        if f"recall_{DEPTHS[0]}" in overall.estimates:
            plots.append(_retrieval(overall, words))
    return tuple(plots)


def chinese_font() -> str | None:
    """Name of an installed font with Chinese characters, or None."""
    from matplotlib import font_manager

    installed = {entry.name for entry in font_manager.fontManager.ttflist}
    return next((font for font in _FONTS if font in installed), None)


def _accuracy(groups: Sequence[Group], labels: Sequence[str], words: Mapping[str, str]) -> str:
    figure, axes = _canvas(words["accuracy"], height=0.9 + 0.32 * len(groups))
    estimates = [group.estimates["right"] for group in groups]
    means = [estimate.mean for estimate in estimates]
    # Rounding can leave the mean of the resamples a hair inside: an error bar must not be negative.
    below = [max(0.0, estimate.mean - estimate.low) for estimate in estimates]
    above = [max(0.0, estimate.high - estimate.mean) for estimate in estimates]
    axes.barh(range(len(groups)), means, color="#8fb3d9")
    axes.errorbar(means, range(len(groups)), xerr=[below, above], fmt="none", ecolor="#333333", capsize=3)
    axes.set_yticks(range(len(groups)), [f"{name} ({group.count})" for name, group in zip(labels, groups, strict=True)])
    axes.invert_yaxis()
    axes.set_xlim(0, 1.02)
    axes.set_xlabel(words["share"])
    return _svg(figure)


def _latency(seconds: Sequence[float], words: Mapping[str, str]) -> str:
    figure, axes = _canvas(words["latency"], height=2.6)
    axes.hist(seconds, bins=min(30, max(5, len(seconds) // 4)), color="#8fb3d9", edgecolor="white")
    axes.set_xlim(left=0)
    axes.set_xlabel(words["seconds"])
    axes.set_ylabel(words["questions"])
    return _svg(figure)


def _retrieval(overall: Group, words: Mapping[str, str]) -> str:
    figure, axes = _canvas(words["retrieval"], height=2.6)
    for name, label, style in (("recall", words["recall"], "o-"), ("all", words["all"], "s--")):
        means = [overall.estimates[f"{name}_{depth}"].mean for depth in DEPTHS]
        axes.plot(range(len(DEPTHS)), means, style, label=label)
    axes.set_xticks(range(len(DEPTHS)), [str(depth) for depth in DEPTHS])
    axes.set_ylim(0, 1.02)
    axes.set_xlabel(words["k"])
    axes.set_ylabel(words["share"])
    axes.legend(loc="lower right")
    return _svg(figure)


def _canvas(title: str, *, height: float) -> tuple[Figure, Any]:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7, height), layout="constrained")
    axes = figure.add_subplot()
    axes.set_title(title)
    return figure, axes


def _svg(figure: Figure) -> str:
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg", metadata={"Date": None})
    return buffer.getvalue()

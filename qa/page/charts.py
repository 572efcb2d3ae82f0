"""Values as charts in inline SVG: lines over years, bars by year or by name. Text and numbers only, nothing is fetched.

Colours are classes (c0 to c7) that page.css paints for both lights; a point with a target opens its paragraph.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from qa.page.markup import Markup, join, tag

COLOURS = 8
_WIDTH, _HEIGHT = 600, 300
_NARROW, _PLACE_WIDTH = 330, 62  # few places need no wide chart, and a phone has no room for one
_LEFT, _RIGHT, _TOP, _BOTTOM = 58, 14, 28, 34
_TICKS = 5
_BAR_HEIGHT, _NAME_WIDTH = 26, 130


@dataclass(frozen=True, slots=True)
class Point:
    """A value at a place of the horizontal axis. `attributes` make it a button (see page.js).

    One that is not `joined` stands alone in a line chart: it is about more than its place.
    """

    at: str
    value: float
    label: str
    attributes: Mapping[str, str | int] = field(default_factory=dict)
    joined: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """Points of one kind, in one colour; hollow ones are targets, filled ones results."""

    name: str
    colour: int
    points: tuple[Point, ...]
    hollow: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """A share from 0 to 1 with its interval."""

    name: str
    value: float
    low: float
    high: float
    label: str


def line_chart(lines: Sequence[Line], places: Sequence[str], unit: str) -> Markup:
    """Points over `places`, joined by a line where they stand at places side by side: a gap stays a gap."""
    frame = _Frame(lines, places, unit)
    drawn: list[Markup] = []
    for line in lines:
        points = sorted(line.points, key=lambda point: places.index(point.at))
        for first, second in itertools.pairwise(points):
            if first.joined and second.joined and places.index(second.at) - places.index(first.at) == 1:
                path = " ".join(f"{frame.x(point.at):.1f},{frame.y(point.value):.1f}" for point in (first, second))
                drawn.append(tag("polyline", points=path, class_=f"line {_colour(line)}"))
        drawn += [_dot(point, line, frame) for point in points]
    return frame.svg(drawn, "折线图")


def bar_chart(lines: Sequence[Line], places: Sequence[str], unit: str) -> Markup:
    """Bars side by side at each place, one a line that has a value there."""
    frame = _Frame(lines, places, unit)
    columns = {
        place: [(line, point) for line in lines for point in line.points if point.at == place] for place in places
    }
    most = max((len(column) for column in columns.values()), default=1)
    width = min(36.0, frame.step * 0.8 / max(most, 1))
    drawn = []
    for column in columns.values():
        first = -(len(column) - 1) / 2
        drawn += [_column(point, line, frame, (first + at) * width, width) for at, (line, point) in enumerate(column)]
    return frame.svg(drawn, "柱状图")


def share_chart(bars: Sequence[Bar]) -> Markup:
    """Shares as bars one under another, each with its interval and its number."""
    height = len(bars) * _BAR_HEIGHT + 8
    room = _WIDTH - _NAME_WIDTH - 64
    drawn: list[Markup] = []
    for number, bar in enumerate(bars):
        top = number * _BAR_HEIGHT + 4
        middle = top + _BAR_HEIGHT / 2
        drawn += [
            tag("text", bar.name, x=_NAME_WIDTH - 10, y=f"{middle + 4:.1f}", text_anchor="end"),
            tag("rect", x=_NAME_WIDTH, y=top + 4, width=room, height=_BAR_HEIGHT - 8, class_="ground"),
            tag(
                "rect", x=_NAME_WIDTH, y=top + 4, width=f"{room * bar.value:.1f}", height=_BAR_HEIGHT - 8,
                class_="bar c0",
            ),
            tag(
                "line", x1=f"{_NAME_WIDTH + room * bar.low:.1f}", x2=f"{_NAME_WIDTH + room * bar.high:.1f}",
                y1=f"{middle:.1f}", y2=f"{middle:.1f}", class_="interval",
            ),
            tag("text", bar.label, x=_WIDTH - 56, y=f"{middle + 4:.1f}"),
        ]  # fmt: skip
    return _svg(drawn, height, "、".join(f"{bar.name}{bar.label}" for bar in bars))


def histogram(values: Sequence[float], unit: str, *, bins: int = 16) -> Markup:
    """How often values lie where, in bins of equal width from 0."""
    top = max(values) or 1.0
    counts = [0] * bins
    for value in values:
        counts[min(bins - 1, int(bins * value / top))] += 1
    places = [f"{top * (number + 1) / bins:.1f}" for number in range(bins)]
    points = tuple(
        Point(place, count, f"{top * number / bins:.1f}—{place}{unit}：{count}题")
        for number, (place, count) in enumerate(zip(places, counts, strict=True))
    )
    return bar_chart([Line("", 0, points)], places, "题")


def legend(lines: Sequence[Line]) -> Markup:
    """What each colour and form stands for."""
    items = [
        tag("li", tag("span", class_=f"swatch {_colour(line)}", aria_hidden="true"), tag("span", line.name))
        for line in lines
    ]
    return tag("ul", *items, class_="legend")


class _Frame:
    """Axes, and where a value stands."""

    def __init__(self, lines: Sequence[Line], places: Sequence[str], unit: str) -> None:
        values = [point.value for line in lines for point in line.points]
        self._places = list(places)
        self._scale, name = _scale(values)
        self._unit = name + unit
        self._ticks = _nice_ticks(min([0.0, *values]) / self._scale, max([0.0, *values]) / self._scale)
        self._width = max(_NARROW, min(_WIDTH, _LEFT + _RIGHT + _PLACE_WIDTH * len(self._places)))
        self.step = (self._width - _LEFT - _RIGHT) / max(len(self._places), 1)

    def x(self, place: str) -> float:
        return _LEFT + self.step * (self._places.index(place) + 0.5)

    def y(self, value: float) -> float:
        low, high = self._ticks[0], self._ticks[-1]
        return _TOP + (_HEIGHT - _TOP - _BOTTOM) * (high - value / self._scale) / (high - low)

    def svg(self, drawn: Sequence[Markup], form: str) -> Markup:
        label = f"{form}，横轴{self._places[0]}到{self._places[-1]}，单位{self._unit or '无'}；数值见下表"
        return _svg([*self._axes(), *drawn], _HEIGHT, label, self._width)

    def _axes(self) -> Iterator[Markup]:
        for tick in self._ticks:
            height = f"{self.y(tick * self._scale):.1f}"
            kind = "axis" if tick == 0 else "grid"
            yield tag("line", x1=_LEFT, x2=self._width - _RIGHT, y1=height, y2=height, class_=kind)
            yield tag("text", f"{tick:g}", x=_LEFT - 8, y=f"{float(height) + 4:.1f}", text_anchor="end")
        yield tag("text", self._unit, x=_LEFT - 8, y=12, text_anchor="end")
        every = math.ceil(len(self._places) * 44 / (self._width - _LEFT - _RIGHT))  # labels must not touch
        for place in self._places[::every]:
            yield tag("text", place, x=f"{self.x(place):.1f}", y=_HEIGHT - 12, text_anchor="middle")


def _dot(point: Point, line: Line, frame: _Frame) -> Markup:
    place = {"cx": f"{frame.x(point.at):.1f}", "cy": f"{frame.y(point.value):.1f}"}
    return _button(tag("circle", r=5, **place), point, line)


def _column(point: Point, line: Line, frame: _Frame, shift: float, width: float) -> Markup:
    top, bottom = sorted((frame.y(point.value), frame.y(0)))
    rect = tag(
        "rect", x=f"{frame.x(point.at) + shift - width / 2 + 1:.1f}", y=f"{top:.1f}",
        width=f"{width - 2:.1f}", height=f"{max(bottom - top, 1):.1f}",
    )  # fmt: skip
    return _button(rect, point, line)


def _button(shape: Markup, point: Point, line: Line) -> Markup:
    opens: dict[str, str | int] = {"role": "button", "tabindex": 0} if point.attributes else {"role": "img"}
    title = "" if point.attributes else tag("title", point.label)
    return tag("g", title, shape, class_=f"point {_colour(line)}", aria_label=point.label, **opens, **point.attributes)


def _colour(line: Line) -> str:
    return f"c{line.colour % COLOURS}" + (" hollow" if line.hollow else "")


def _svg(drawn: Sequence[Markup], height: int, label: str, width: int = _WIDTH) -> Markup:
    size = f"min-width:{width * 0.85:.0f}px;max-width:{width * 1.25:.0f}px"
    return tag(
        "svg", join(drawn), viewBox=f"0 0 {width} {height}", style=size, class_="chart", role="group", aria_label=label
    )


def _scale(values: Sequence[float]) -> tuple[float, str]:
    """The scale in which the largest value reads best, with its name."""
    largest = max((abs(value) for value in values), default=0.0)
    return next(((scale, name) for scale, name in ((1e8, "亿"), (1e4, "万")) if largest >= scale), (1.0, ""))


def _nice_ticks(low: float, high: float) -> list[float]:
    """Round numbers from at most `low` to at least `high`, about `_TICKS` of them."""
    span = (high - low) or 1.0
    power = 10.0 ** math.floor(math.log10(span / _TICKS))
    fits: Callable[[float], bool] = lambda step: span / step <= _TICKS  # noqa: E731
    step = next(step for step in (power, 2 * power, 2.5 * power, 5 * power, 10 * power) if fits(step))
    first, last = math.floor(low / step), math.ceil((high or 1.0) / step)
    return [round(number * step, 10) for number in range(first, max(last, first + 1) + 1)]

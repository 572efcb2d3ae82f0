"""Two made districts, an encoder that counts characters, and a model that says what the test tells it to."""

from __future__ import annotations

import datetime as dt
import itertools
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qa.answers.generator import Generator, Message
from qa.answers.states import State
from qa.assistant import Assistant
from qa.config import Config
from qa.datatypes import Passage, Period, Statement
from qa.search.building import build_index
from qa.search.index import Index

TODAY = dt.date(2024, 3, 1)
LAST_YEAR = Period(2023, 2023)
YUN = """政府工作报告
——2024年1月9日在云河区第九届人民代表大会第四次会议上
云河区人民政府区长　林知远
各位代表：
现在，我代表云河区人民政府向大会报告工作，请予审议，并请各位政协委员提出意见。
一、2023年工作回顾
过去一年，全区上下同心协力。地区生产总值达到820.5亿元，同比增长6.1%。一般公共预算收入完成52.4亿元，增长百分之三。
（一）产业发展提质增效
新增市场主体２.６４万个，市场主体总量突破19万个。全年接待游客300余万人次。
（二）民生保障更加有力
教育布局更加均衡。新建学校6所，新增学位5200个。新增养老床位350张、托位80个。
老旧小区改造开工18个、完工11个。居民文化生活日益丰富，群众满意度稳步提高。
建成青禾图书馆、栖霞书院、云影剧场三个文化场馆。因暴雨频发，滨河公园延期开放。
同时，我们也清醒地认识到，发展中还存在不少困难和问题：一是产业结构不够优化；二是停车难尚未缓解；三是基层力量仍显薄弱。
二、2024年工作安排
今年经济社会发展的主要预期目标是：地区生产总值增长6.5%左右，城镇登记失业率控制在4%以内。
（一）着力改善民生
力争新增学位6000个，新建停车位1200个，建设口袋公园10—15处。
加快推进滨河步道建设，健全便民服务网络，持续改善人居环境。
"""
SONG = """政府工作报告
——2024年1月11日在松岭区第八届人民代表大会第三次会议上
松岭区人民政府区长　何书远
各位代表：
现在，我代表松岭区人民政府向大会报告工作，请予审议，并请各位政协委员提出意见。
一、2023年工作回顾
一年来，我们迎难而上。地区生产总值完成640.2亿元，同比增长4.8%。一般公共预算收入完成38.9亿元，下降1.5%。
（一）产业发展稳中有进
新增市场主体1.87万个，实际利用外资2.3亿美元。粮食总产量稳定在30万吨以上。
（二）民生福祉持续增进
新建学校4所，新增学位4100个。新增养老床位260张，细颗粒物年均浓度降至32微克/立方米。
我们也清醒地看到，松岭区财源基础还不牢固，优质医疗资源仍然不足，群众看病还不够方便。
二、2024年工作安排
今年的主要预期目标是：地区生产总值增长5%左右，一般公共预算收入增长4%。
（一）持续增进民生福祉
计划新增学位4500个，改造老旧小区20个，推动区医院新院区开工，让群众就近看病。
"""


def yearly_report(year: int) -> str:
    """A report in one form: the words are the same every year, the figures are not; 74 sentences."""
    things = ("学校", "医院", "道路", "公园", "水库", "厂房", "桥梁", "菜场", "剧院", "站台", "仓库", "码头")
    deeds = itertools.product(("新建", "改造", "扩建", "修缮", "迁建", "加固"), things)
    sentences = [
        f"{deed}{thing}{(year * 7 + place * 13) % 97 + 3}处，惠及居民{(year * 31 + place * 17) % 900 + 40}户。"
        for place, (deed, thing) in enumerate(deeds)
    ]
    lines = [
        "政府工作报告",
        f"——{year}年1月9日在云河区第九届人民代表大会第四次会议上",
        "云河区人民政府区长　林知远",
        "各位代表：",
        "现在，我代表云河区人民政府向大会报告工作，请予审议，并请各位政协委员提出意见。",
        f"一、{year - 1}年工作回顾",
        f"{year - 1}年，云河区各项工作再上台阶，成绩来之不易。",
        *("".join(sentences[at : at + 6]) for at in range(0, len(sentences), 6)),
    ]
    return "\n".join(lines) + "\n"


class LetterEncoder:
    """Speaks the `Encoder` protocol: characters and their pairs in slots, cosines spread like the real ones."""

    name = "letters"
    dim = 512

    def __init__(self, digest: str = "1" * 64) -> None:
        self.digest = digest
        self.passages: list[str] = []

    def encode_passages(
        self, texts: Sequence[str], progress: Callable[[str, int, int], None] | None = None
    ) -> NDArray[np.float32]:
        self.passages += texts
        if progress:
            progress("计算向量", len(texts), len(texts))
        return self._rows(texts)

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self._rows(texts)

    def _rows(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = np.zeros((len(texts), self.dim), dtype=np.float32)
        for number, text in enumerate(texts):
            for piece in [*text, *(text[at : at + 2] for at in range(len(text) - 1))]:
                rows[number, zlib.crc32(piece.encode()) % (self.dim - 1)] += len(piece)
        rows *= np.sqrt(0.3) / np.linalg.norm(rows, axis=1, keepdims=True)
        rows[:, -1] = np.sqrt(0.7)
        return rows


class ScriptedGenerator:
    """Speaks the `Generator` protocol: gives its replies in turn; `prompts` keeps what it was shown."""

    name = "scripted"

    def __init__(self, *replies: str) -> None:
        self.replies = list(replies)
        self.prompts: list[Sequence[Message]] = []

    def generate(self, messages: Sequence[Message], *, max_tokens: int) -> Iterator[str]:
        self.prompts.append(messages)
        yield from self.replies.pop(0) if self.replies else "资料未提及"

    def state(self, messages: Sequence[Message], layer: int, pieces: Sequence[str] = ()) -> State | None:
        return None


def write_reports(folder: Path, **texts: str) -> Path:
    """A folder of txt reports by file name."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in (texts or {"云河区": YUN, "松岭区": SONG}).items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def make_index(folder: Path, encoder: LetterEncoder, **texts: str) -> Index:
    """The index of the two made reports, or of others by file name, in a folder."""
    build_index([write_reports(folder / "reports", **texts)], folder / "index", encoder=encoder)
    return Index.open(folder / "index", encoder=encoder)


def make_assistant(folder: Path, generator: Generator | None = None) -> Assistant:
    """An assistant over the two made reports that never asks the machine's calendar."""
    encoder = LetterEncoder()
    model = generator or ScriptedGenerator()
    return Assistant(make_index(folder, encoder), encoder, lambda: model, Config(), today=lambda: TODAY)


def make_passage(
    text: str,
    *,
    number: int = 1,
    paragraph: int = 1,
    region: str | None = "云河区",
    period: Period | None = LAST_YEAR,
    statement: Statement = Statement.OUTCOME,
    header: str | None = None,
) -> Passage:
    """A passage that is a paragraph by itself."""
    told = f"{region or ''} {period.label() if period else ''}".strip()
    return Passage(
        number, f"{region}-报告", paragraph, 0, len(text), text, told if header is None else header, region, period,
        statement,
    )  # fmt: skip


def weigh(text: str) -> Mapping[str, float]:
    """Speaks `WordWeigher`: every jieba word of two and more letters weighs the same."""
    from qa.search.lexical import words

    return {word: 5.0 for word in words(text) if len(word) > 1}

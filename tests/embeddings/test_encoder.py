"""The encoder's contract with a made engine; the real one in the marked set."""

from __future__ import annotations

import logging
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from unittest.mock import MagicMock

import numpy as np
import pytest
from numpy.typing import NDArray

from embeddings import SentenceEncoder, WeightsError, weights
from embeddings.encoder import OpenVINOEngine


class LetterEngine:
    """Counts code points into eight slots; a token is a character."""

    dim = 8
    max_tokens = 20
    query_prompt = "问:"
    passage_prompt = "文:"

    def __init__(self) -> None:
        self.batches: list[list[str]] = []

    def lengths(self, texts: Sequence[str]) -> list[int]:
        return [len(text) for text in texts]

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.batches.append(list(texts))
        rows = np.zeros((len(texts), self.dim), np.float32)
        for number, text in enumerate(texts):
            for letter in text[: self.max_tokens]:
                rows[number, ord(letter) % self.dim] += 1
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    def embed_all(self, batches: Sequence[Sequence[str]]) -> Iterator[NDArray[np.float32]]:
        return map(self.embed, batches)


def made_encoder() -> SentenceEncoder:
    return SentenceEncoder(LetterEngine(), name="made", digest="0" * 64)


TEXTS = [f"2022年新设企业{'增' * (number % 7)}{number}户。" for number in range(50)]


def test_rows_come_in_the_order_of_the_texts() -> None:
    encoder = made_encoder()
    together = encoder.encode_passages(TEXTS)
    assert together.shape == (50, 8)
    assert together.dtype == np.float32
    assert together.flags.c_contiguous
    np.testing.assert_array_equal(together, np.concatenate([encoder.encode_passages([text]) for text in TEXTS]))


def test_no_texts_give_no_rows() -> None:
    assert made_encoder().encode_queries([]).shape == (0, 8)


def test_questions_and_passages_get_their_prompts() -> None:
    engine = LetterEngine()
    encoder = SentenceEncoder(engine, name="made", digest="")
    encoder.encode_queries(["多少户?"])
    encoder.encode_passages(["三万户。"])
    assert engine.batches == [["问:多少户?"], ["文:三万户。"]]


def test_texts_of_like_length_share_a_batch() -> None:
    engine = LetterEngine()
    SentenceEncoder(engine, name="made", digest="").encode_passages(TEXTS)
    lengths = [len(text) for batch in engine.batches for text in batch]
    assert lengths == sorted(lengths)


@pytest.mark.parametrize("blank", ["", " \n", "\u3000"], ids=["empty", "blanks", "full-width blank"])
def test_a_blank_text_is_refused_with_its_position(blank: str) -> None:
    with pytest.raises(ValueError, match="第 1 条"):
        made_encoder().encode_passages(["海淀区", blank])


def test_a_single_text_in_place_of_a_list_is_refused() -> None:
    with pytest.raises(ValueError, match="列表"):
        made_encoder().encode_queries("海淀区")


def test_cut_texts_are_counted_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "embeddings.encoder"):
        made_encoder().encode_passages(["短", "长" * 30, "长" * 40])
    assert [record.getMessage() for record in caplog.records] == ["2 of 3 texts are longer than 20 tokens and were cut"]


def test_progress_ends_with_all_texts() -> None:
    seen: list[tuple[str, int, int]] = []
    made_encoder().encode_passages(TEXTS, lambda *step: seen.append(step))
    assert [done for _, done, _ in seen] == [8, 16, 24, 32, 40, 48, 50]
    assert {total for _, _, total in seen} == {50}


class MadeGraph:
    """A compiled graph of so many streams, whose requests tell when they are used."""

    def __init__(self, streams: int, used: Callable[[object], None]) -> None:
        self._streams, self._used = streams, used

    def output(self, _: int) -> MagicMock:
        return MagicMock(partial_shape=[MagicMock(), MagicMock(get_length=lambda: 8)])

    def get_property(self, _: str) -> int:
        return self._streams

    def create_infer_request(self) -> MagicMock:
        request = MagicMock()

        def infer(inputs: dict[str, NDArray[np.int64]]) -> dict[str, NDArray[np.float32]]:
            self._used(request)
            ids = inputs["input_ids"]
            return {"vectors": np.repeat(ids.sum(axis=1, keepdims=True), 8, axis=1).astype(np.float32)}

        request.infer = infer
        return request


def made_engine(compiled: Callable[[str], MadeGraph]) -> OpenVINOEngine:
    tokenizer = MagicMock(encode_batch_fast=lambda texts: [MagicMock(ids=[len(text)]) for text in texts])
    return OpenVINOEngine(compiled("LATENCY"), tokenizer, max_tokens=512, for_many=lambda: compiled("THROUGHPUT"))


def test_many_batches_run_side_by_side_and_keep_their_order() -> None:
    meeting, hints = threading.Barrier(2, timeout=10), list[str]()
    main = threading.current_thread()

    def used(_: object) -> None:
        if threading.current_thread() is not main:
            meeting.wait()  # raises where the other batch does not come

    def compiled(hint: str) -> MadeGraph:
        hints.append(hint)
        return MadeGraph(2 if hint == "THROUGHPUT" else 1, used)

    engine = made_engine(compiled)
    batches = [["长" * number] for number in range(1, 17)]
    assert [rows[0, 0] for rows in engine.embed_all(batches[:2])] == [1, 2]
    assert hints == ["LATENCY"]
    for _ in range(2):
        assert [rows[0, 0] for rows in engine.embed_all(batches)] == list(range(1, 17))
    assert hints == ["LATENCY", "THROUGHPUT"]


def test_each_request_is_used_before_threads_share_them() -> None:
    users: list[tuple[int, threading.Thread]] = []
    made_engine(lambda _: MadeGraph(3, lambda request: users.append((id(request), threading.current_thread()))))
    assert len({request for request, _ in users}) == 3
    assert {thread for _, thread in users} == {threading.current_thread()}


def test_load_names_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="nowhere"):
        SentenceEncoder.load(str(tmp_path / "nowhere"))


def test_load_names_the_command_where_the_default_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENBAO_HOME", str(tmp_path))
    with pytest.raises(WeightsError, match="wenbao weights fetch encoder"):
        SentenceEncoder.load()


def test_importing_the_package_loads_no_engine() -> None:
    heavy = ("torch", "transformers", "sentence_transformers", "openvino", "faiss", "gguf", "tokenizers")
    code = f"import embeddings, sys; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.fixture(scope="module")
def encoder() -> SentenceEncoder:
    return SentenceEncoder.load()


REPORT = [
    "2022年,全区新设企业3.5万户,同比增长12.3%。",
    "新建改扩建中小学12所,新增学位1.2万个。",
    "新增养老床位500张,建成社区养老服务驿站20家。",
    "ＰＭ２．５年均浓度降至30微克/立方米,空气质量持续改善。",
    "一般公共预算收入完成486亿元,增长百分之三。",
    "今年计划开工建设保障性租赁住房6000套。",
]


@pytest.mark.weights
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of the libraries that sentence-transformers imports
@pytest.mark.filterwarnings("ignore::FutureWarning")
def test_the_default_agrees_with_sentence_transformers(encoder: SentenceEncoder) -> None:
    from sentence_transformers import SentenceTransformer

    reference = SentenceTransformer(str(weights.locate("encoder")), local_files_only=True, device="cpu")
    texts = [*REPORT, "长" * 700, "".join(REPORT) * 20]
    passages = np.asarray(reference.encode_document(texts))
    queries = np.asarray(reference.encode_query(REPORT))
    assert (encoder.encode_passages(texts) * passages).sum(axis=1).min() > 0.999
    assert (encoder.encode_queries(REPORT) * queries).sum(axis=1).min() > 0.999


@pytest.mark.weights
@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("去年新注册了多少公司?", 0),
        ("孩子上学的名额多了几个?", 1),
        ("老年人的床位增加多少?", 2),
        ("雾霾情况有没有好转?", 3),
        ("财政收入是多少?", 4),
        ("要盖多少套公租房?", 5),
    ],
)
def test_the_default_understands_other_words(encoder: SentenceEncoder, question: str, answer: int) -> None:
    scores = encoder.encode_passages(REPORT) @ encoder.encode_queries([question])[0]
    assert int(scores.argmax()) == answer


@pytest.mark.weights
def test_a_row_of_the_default_does_not_depend_on_its_neighbours(encoder: SentenceEncoder) -> None:
    texts = [*REPORT, "政" * 300]
    alone = np.concatenate([encoder.encode_passages([text]) for text in texts])
    together = encoder.encode_passages(texts * 3)
    assert np.abs(np.concatenate([alone] * 3) - together).max() < 1e-6
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1, atol=1e-6)


@pytest.mark.weights
def test_the_default_serves_several_threads(encoder: SentenceEncoder) -> None:
    expected = encoder.encode_queries(REPORT)
    with ThreadPoolExecutor(4) as pool:
        for rows in pool.map(lambda _: encoder.encode_queries(REPORT), range(12)):
            np.testing.assert_array_equal(rows, expected)


@pytest.mark.weights
def test_the_default_opens_no_socket_and_no_torch() -> None:
    code = """
        import socket, sys
        def refuse(*_args, **_kwargs):
            raise AssertionError("a socket was opened")
        socket.socket.connect = socket.socket.sendto = socket.getaddrinfo = refuse
        from embeddings import SentenceEncoder
        assert SentenceEncoder.load().encode_queries(["海淀区新设企业多少户?"]).shape == (1, 384)
        print([name for name in ("torch", "transformers", "sentence_transformers") if name in sys.modules])
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.weights
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.filterwarnings("ignore::FutureWarning")
def test_any_folder_loads_through_sentence_transformers(encoder: SentenceEncoder, tmp_path: Path) -> None:
    for path in weights.locate("encoder").iterdir():
        if path.name not in ("openvino", weights.MARKER):
            (tmp_path / path.name).symlink_to(path)
    other = SentenceEncoder.load(str(tmp_path))
    assert (other.dim, other.max_tokens) == (encoder.dim, encoder.max_tokens)
    assert other.digest == SentenceEncoder.load(str(tmp_path)).digest != encoder.digest
    assert (other.encode_passages(REPORT) * encoder.encode_passages(REPORT)).sum(axis=1).min() > 0.999
    assert (other.encode_queries(REPORT) * encoder.encode_queries(REPORT)).sum(axis=1).min() > 0.999

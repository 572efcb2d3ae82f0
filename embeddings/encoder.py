"""Sentence vectors from any encoder behind one class. Knows no report, no index and no source of weights.

The default encoder runs on OpenVINO with `tokenizers`, in float32: reduced precision is up to
twice as fast on some processors, but a text's vector would depend on the machine, and on the
texts beside it. Every other model runs on sentence-transformers.
"""

from __future__ import annotations

import functools
import hashlib
import logging
import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from embeddings import weights
from embeddings.conversion import ENCODER_GRAPH

Progress = Callable[[str, int, int], None]

logger = logging.getLogger(__name__)

_BATCH = 8  # longer batches were no faster, and pad more
_MANY = 8  # batches from which on it pays to set up a stream for each core
_E5_PROMPTS = ("query: ", "passage: ")  # the E5 family was trained with them, its folders on the hub do not say so


class Engine(Protocol):
    """What runs the model: texts with their prompts in, unit rows out."""

    dim: int
    max_tokens: int
    query_prompt: str
    passage_prompt: str

    def lengths(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text, special tokens included, nothing cut."""
        ...

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit rows (len(texts), dim) of one batch, as soon as can be; what lies past `max_tokens` is cut."""
        ...

    def embed_all(self, batches: Sequence[Sequence[str]]) -> Iterator[NDArray[np.float32]]:
        """The rows of each batch, in their order; all of them as soon as can be."""
        ...


class SentenceEncoder:
    """Unit vectors of questions and passages; safe to use from several threads.

    Attributes:
        name: what the encoder was loaded by; `load(name)` gives it again.
        dim: length of a vector.
        max_tokens: tokens of a text that are read, prompt and special tokens included.
        digest: hex SHA-256 of the model, the same wherever it is loaded from;
            vectors of different digests must not be compared.
    """

    def __init__(self, engine: Engine, *, name: str, digest: str) -> None:
        """Take a loaded engine, and what names it; `load` does the reading."""
        self._engine = engine
        self.name = name
        self.digest = digest
        self.dim = engine.dim
        self.max_tokens = engine.max_tokens

    @classmethod
    def load(cls, name: str = "encoder") -> SentenceEncoder:
        """Load default weights by their name, any sentence-transformers folder, or a model of the hub.

        Only a hub name whose model is not yet in the hub's own cache touches the network.

        Raises:
            weights.WeightsError: the weights are missing or cannot be loaded; the message says what to do.
        """
        folder = weights.locate(name) if name in weights.WEIGHTS else Path(name).expanduser()
        if (folder / ENCODER_GRAPH).is_file() and (folder / weights.MARKER).is_file():
            return cls(OpenVINOEngine.load(folder), name=name, digest=weights.fingerprint(folder))
        if not folder.is_dir() and (folder.is_absolute() or name.startswith((".", "~"))):
            raise weights.WeightsError(f"找不到编码器文件夹 {folder};请检查路径,或改用默认编码器 encoder。")
        model = _load_sentence_transformer(str(folder) if folder.is_dir() else name)
        engine = SentenceTransformersEngine(model, e5="e5" in folder.resolve().name.lower())
        return cls(engine, name=name, digest=engine.digest())

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Give each question its unit vector; see `encode_passages` for shape, order and errors."""
        return self._encode(texts, self._engine.query_prompt, None)

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> NDArray[np.float32]:
        """Give each text its unit vector, rows in the order of `texts`.

        A row does not depend on its neighbours: batching changes speed, and values
        by less than 1e-6. Vectors of questions come from `encode_queries`, which
        adds the prefix that this model was trained with.

        Args:
            texts: raw passage text. What lies past `max_tokens` is cut; how many
                texts were cut is logged once a call.
            progress: called after each batch with a label, texts done, texts in all.

        Returns:
            Shape (len(texts), dim), C-contiguous; (0, dim) when there are no texts.

        Raises:
            ValueError: a text is empty or all blanks; the message gives its position.
        """
        return self._encode(texts, self._engine.passage_prompt, progress)

    def _encode(self, texts: Sequence[str], prompt: str, progress: Progress | None) -> NDArray[np.float32]:
        if isinstance(texts, str):
            raise ValueError("texts 应是文本的列表,而不是一个字符串。")
        for position, text in enumerate(texts):
            if not text.strip():
                raise ValueError(f"第 {position} 条文本是空的(从 0 数起),无法编码。")
        vectors = np.empty((len(texts), self.dim), np.float32)
        if not texts:
            return vectors
        prompted = [prompt + text for text in texts]
        lengths = self._engine.lengths(prompted)
        cut = sum(length > self.max_tokens for length in lengths)
        if cut:
            logger.warning("%d of %d texts are longer than %d tokens and were cut", cut, len(texts), self.max_tokens)
        order = sorted(range(len(texts)), key=lambda position: lengths[position])
        batches = [order[start : start + _BATCH] for start in range(0, len(order), _BATCH)]
        embedded = self._engine.embed_all([[prompted[position] for position in batch] for batch in batches])
        done = 0
        for batch, rows in zip(batches, embedded, strict=True):
            vectors[batch] = rows
            done += len(batch)
            if progress is not None:
                progress("计算向量", done, len(texts))
        return vectors


class OpenVINOEngine:
    """The converted default encoder; needs `openvino` and `tokenizers` only.

    A few texts are one batch on all cores; many are a batch on each core, by a second graph, made when first needed.
    """

    query_prompt, passage_prompt = _E5_PROMPTS

    def __init__(self, graph: Any, tokenizer: Any, *, max_tokens: int, for_many: Callable[[], Any]) -> None:  # noqa: ANN401 - openvino is untyped
        """Take the graph compiled for one batch at a time, its tokenizer, and what compiles it for many batches."""
        self.max_tokens = max_tokens
        self._tokenizer = tokenizer
        self._at_once = _Streams(graph)
        self.dim = self._at_once.dim
        self._for_many = for_many
        self._compiling = threading.Lock()

    @classmethod
    def load(cls, folder: Path) -> OpenVINOEngine:
        """Compile the graph and read the tokenizer side by side: about a second each.

        Raises:
            weights.WeightsError: a file of the folder cannot be read.
        """
        import openvino as ov
        from tokenizers import Tokenizer

        started = threading.Event()

        def read_tokenizer() -> Tokenizer:
            started.wait()  # it keeps the interpreter lock, which compiling must have let go first
            return Tokenizer.from_file(str(folder / "tokenizer.json"))

        core = ov.Core()

        def compiled(hint: str) -> Any:  # noqa: ANN401 - openvino is untyped
            started.set()
            options = {"INFERENCE_PRECISION_HINT": "f32", "PERFORMANCE_HINT": hint}
            return core.compile_model(str(folder / ENCODER_GRAPH), "CPU", options)

        try:
            with ThreadPoolExecutor(1) as pool:
                reading = pool.submit(read_tokenizer)
                graph = compiled("LATENCY")
                tokenizer = reading.result()
        except Exception as error:  # both libraries raise bare RuntimeError or Exception
            raise weights.WeightsError(f"编码器 {folder} 无法载入({error});请运行:wenbao weights verify") from error
        tokenizer.no_truncation()
        tokenizer.no_padding()
        # 512 are the positions of the graph
        return cls(graph, tokenizer, max_tokens=512, for_many=lambda: compiled("THROUGHPUT"))

    def lengths(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text, special tokens included, nothing cut."""
        return [len(encoding.ids) for encoding in self._tokenizer.encode_batch_fast(list(texts))]

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit rows of one batch, padded to its longest text, with all cores."""
        return self._at_once.infer(*self._padded(texts))

    def embed_all(self, batches: Sequence[Sequence[str]]) -> Iterator[NDArray[np.float32]]:
        """The rows of each batch, in their order: a batch on each core where there are many."""
        if len(batches) < _MANY:
            return map(self.embed, batches)
        with self._compiling:
            streams, pool = self._side_by_side
        return pool.map(lambda batch: streams.infer(*self._padded(batch)), batches)

    @functools.cached_property
    def _side_by_side(self) -> tuple[_Streams, ThreadPoolExecutor]:
        streams = _Streams(self._for_many())
        return streams, ThreadPoolExecutor(streams.count)

    def _padded(self, texts: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Tokens and mask of a batch, each of shape (len(texts), tokens of the longest)."""
        rows = [encoding.ids for encoding in self._tokenizer.encode_batch_fast(list(texts))]
        rows = [row if len(row) <= self.max_tokens else row[: self.max_tokens - 1] + row[-1:] for row in rows]
        mask = np.zeros((len(rows), max(map(len, rows))), np.int64)
        ids = np.ones_like(mask)  # 1 is <pad>
        for number, row in enumerate(rows):
            ids[number, : len(row)] = row
            mask[number, : len(row)] = 1
        return ids, mask


class _Streams:
    """A compiled graph with a request for each batch that it runs side by side."""

    def __init__(self, graph: Any) -> None:  # noqa: ANN401 - openvino is untyped
        self.dim = int(graph.output(0).partial_shape[1].get_length())
        self.count = int(graph.get_property("NUM_STREAMS"))
        self._requests: queue.SimpleQueue[Any] = queue.SimpleQueue()  # each holds the tensors of one batch
        for _ in range(self.count):
            self._requests.put(graph.create_infer_request())
        # What the binding sets up when first used, two threads can wait for each other over: used here, one by one.
        blank = np.ones((1, 1), np.int64)
        for _ in range(self.count):
            self.infer(blank, blank)

    def infer(self, ids: NDArray[np.int64], mask: NDArray[np.int64]) -> NDArray[np.float32]:
        """Unit rows (len(ids), dim) of a padded batch, once a request is free."""
        request = self._requests.get()
        try:
            return np.array(request.infer({"input_ids": ids, "attention_mask": mask})["vectors"], np.float32)
        finally:
            self._requests.put(request)


class SentenceTransformersEngine:
    """Any model that sentence-transformers loads, with the prompts that its folder names."""

    def __init__(self, model: Any, *, e5: bool = False) -> None:  # noqa: ANN401 - loaded where it is imported
        """Take a `SentenceTransformer`; `e5` adds that family's prompts where the folder names none."""
        self._model = model
        self.dim = int(model.get_embedding_dimension())
        self.max_tokens = int(model.max_seq_length or 512)
        prompts = model.prompts
        self.query_prompt = prompts.get("query") or ""
        self.passage_prompt = prompts.get("passage") or prompts.get("document") or ""
        if e5 and not (self.query_prompt or self.passage_prompt):
            self.query_prompt, self.passage_prompt = _E5_PROMPTS

    def lengths(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text, special tokens included, nothing cut."""
        tokens = self._model.tokenizer(list(texts), truncation=False, padding=False, verbose=False)
        return [len(ids) for ids in tokens["input_ids"]]

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit rows of one batch; the prompts are in the texts already."""
        rows = self._model.encode(
            list(texts), prompt="", batch_size=_BATCH, normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(rows, np.float32)

    def embed_all(self, batches: Sequence[Sequence[str]]) -> Iterator[NDArray[np.float32]]:
        """The rows of each batch, one after the other: torch spreads each over the cores itself."""
        return map(self.embed, batches)

    def digest(self) -> str:
        """Hex SHA-256 over prompts, length and all weights, whatever folder they came from."""
        import torch

        total = hashlib.sha256(f"{self.query_prompt}|{self.passage_prompt}|{self.max_tokens}".encode())
        for name, tensor in sorted(self._model.state_dict().items()):
            total.update(name.encode())
            total.update(tensor.detach().cpu().contiguous().flatten().view(torch.uint8).numpy().tobytes())
        return total.hexdigest()


def _load_sentence_transformer(source: str) -> Any:  # noqa: ANN401
    from sentence_transformers import SentenceTransformer

    try:
        return SentenceTransformer(source, local_files_only=True)
    except (OSError, ValueError) as error:
        if Path(source).is_dir():
            raise weights.WeightsError(f"文件夹 {source} 不是可用的编码器({error})。") from error
        if not weights.hub_reachable():
            raise weights.WeightsError(
                f"本机没有编码器 {source},模型站也连不上;请改用本机文件夹,或默认编码器 encoder。"
            ) from error
    try:
        return SentenceTransformer(source)
    except (OSError, ValueError) as error:
        raise weights.WeightsError(
            f"无法从模型站取得编码器 {source}({error});请检查名称,或改用默认编码器 encoder。"
        ) from error

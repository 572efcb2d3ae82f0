"""Sentence vectors from any encoder behind one class. Knows no report, no index and no source of weights.

The default encoder runs on OpenVINO with `tokenizers`, in float32: reduced precision is up to
twice as fast on some processors, but a text's vector would depend on the machine, and on the
texts beside it. Every other model runs on sentence-transformers.
"""

from __future__ import annotations

import hashlib
import logging
import queue
import threading
from collections.abc import Callable, Sequence
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
_E5_PROMPTS = ("query: ", "passage: ")  # the E5 family was trained with them, its folders on the hub do not say so


class Engine(Protocol):
    """What runs the model: texts with their prompts in, unit rows out."""

    dim: int
    max_tokens: int
    query_prompt: str
    passage_prompt: str
    streams: int  # batches that it runs side by side, each asked for by a thread of its own

    def lengths(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text, special tokens included, nothing cut."""
        ...

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit rows (len(texts), dim) of one batch; what lies past `max_tokens` is cut."""
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
        self._streams = ThreadPoolExecutor(engine.streams)
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

        def embedded(batch: Sequence[int]) -> NDArray[np.float32]:
            return self._engine.embed([prompted[position] for position in batch])

        lengths = self._engine.lengths(prompted)
        cut = sum(length > self.max_tokens for length in lengths)
        if cut:
            logger.warning("%d of %d texts are longer than %d tokens and were cut", cut, len(texts), self.max_tokens)
        order = sorted(range(len(texts)), key=lambda position: lengths[position])
        size = min(_BATCH, -(-len(order) // self._engine.streams))
        batches = [order[start : start + size] for start in range(0, len(order), size)]
        done = 0
        for batch, rows in zip(batches, self._streams.map(embedded, batches), strict=True):
            vectors[batch] = rows
            done += len(batch)
            if progress is not None:
                progress("计算向量", done, len(texts))
        return vectors


class OpenVINOEngine:
    """The converted default encoder; needs `openvino` and `tokenizers` only."""

    query_prompt, passage_prompt = _E5_PROMPTS

    def __init__(self, graph: Any, tokenizer: Any, *, max_tokens: int) -> None:  # noqa: ANN401 - openvino is untyped
        """Take a compiled graph and the tokenizer that fits it."""
        self.max_tokens = max_tokens
        self.dim = int(graph.output(0).partial_shape[1].get_length())
        self._tokenizer = tokenizer
        self.streams = int(graph.get_property("NUM_STREAMS"))
        self._requests: queue.SimpleQueue[Any] = queue.SimpleQueue()  # each holds the tensors of one batch
        for _ in range(self.streams):
            self._requests.put(graph.create_infer_request())
        # What the binding sets up when first used, two threads can wait for each other over: used here, one by one.
        for _ in range(self.streams):
            self.embed([_E5_PROMPTS[0]])

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

        options = {"INFERENCE_PRECISION_HINT": "f32", "PERFORMANCE_HINT": "THROUGHPUT"}  # a batch on each core
        try:
            with ThreadPoolExecutor(1) as pool:
                reading = pool.submit(read_tokenizer)
                core = ov.Core()
                started.set()
                graph = core.compile_model(str(folder / ENCODER_GRAPH), "CPU", options)
                tokenizer = reading.result()
        except Exception as error:  # both libraries raise bare RuntimeError or Exception
            raise weights.WeightsError(f"编码器 {folder} 无法载入({error});请运行:wenbao weights verify") from error
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return cls(graph, tokenizer, max_tokens=512)  # the positions of the graph

    def lengths(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text, special tokens included, nothing cut."""
        return [len(encoding.ids) for encoding in self._tokenizer.encode_batch_fast(list(texts))]

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit rows of one batch, padded to its longest text."""
        rows = [encoding.ids for encoding in self._tokenizer.encode_batch_fast(list(texts))]
        rows = [row if len(row) <= self.max_tokens else row[: self.max_tokens - 1] + row[-1:] for row in rows]
        mask = np.zeros((len(rows), max(map(len, rows))), np.int64)
        ids = np.ones_like(mask)  # 1 is <pad>
        for number, row in enumerate(rows):
            ids[number, : len(row)] = row
            mask[number, : len(row)] = 1
        request = self._requests.get()
        try:
            return np.array(request.infer({"input_ids": ids, "attention_mask": mask})["vectors"], np.float32)
        finally:
            self._requests.put(request)


class SentenceTransformersEngine:
    """Any model that sentence-transformers loads, with the prompts that its folder names."""

    streams = 1  # torch spreads a batch over the cores itself

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

"""The local model behind one protocol: OpenVINO GenAI, transformers, or an OpenAI-compatible endpoint.

All engines decode greedily, stream, stop when the caller stops reading, and know nothing of
reports or questions.
"""

from __future__ import annotations

import contextlib
import functools
import json
import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple, Protocol, Self

import psutil

from embeddings.weights import WEIGHTS, locate
from embeddings.weights import WeightsError as MissingWeightsError
from qa.answers.states import OpenVinoLayers, State, pooled
from qa.config import LARGE_MODEL_BYTES
from qa.errors import ConfigError, GenerationError, WeightsError


class Message(NamedTuple):
    """One message of a chat."""

    role: Literal["system", "user", "assistant"]
    content: str


class Generator(Protocol):
    """What answering asks of a model."""

    name: str

    def generate(self, messages: Sequence[Message], *, max_tokens: int) -> Iterator[str]:
        """Give the reply piece by piece; closing the iterator stops the model.

        Raises:
            GenerationError: the engine failed.
        """
        ...

    def state(self, messages: Sequence[Message], layer: int, pieces: Sequence[str] = ()) -> State | None:
        """What layer number `layer`, counted from 0, holds where the reply would begin and of pieces of the messages.

        See `states.pooled`; None where it cannot be had.

        Raises:
            GenerationError: the engine failed.
        """
        ...


def load_generator(name: str) -> Generator:
    """The generator called `name`.

    "auto" is the large default model where memory allows, else the small one; a default name or an
    OpenVINO folder runs on OpenVINO GenAI, another folder or hub name on transformers, and an
    address ("http://host/v1#model") on that endpoint.

    Raises:
        WeightsError: default weights are not fetched, or a folder holds no model.
        ConfigError: an address without a model name.
    """
    if name.startswith(("http://", "https://")):
        return EndpointGenerator.connect(name)
    name = chosen_name(name)
    if name in WEIGHTS:
        try:
            return OpenVinoGenerator.load(locate(name), name=name)
        except MissingWeightsError as error:
            raise WeightsError(str(error)) from error
    if (Path(name) / "openvino_model.xml").exists():
        return OpenVinoGenerator.load(Path(name), name=name)
    return TransformersGenerator.load(name)


def loaded_once(name: str) -> Callable[[], Generator]:
    """What gives the generator called `name`, loaded when it is first asked for: whoever comes meanwhile waits."""
    lock, load = threading.Lock(), functools.cache(load_generator)

    def given() -> Generator:
        with lock:
            return load(name)

    return given


def chosen_name(name: str) -> str:
    """The name itself, or what "auto" stands for on this machine now."""
    if name != "auto":
        return name
    return "generator-large" if psutil.virtual_memory().available >= LARGE_MODEL_BYTES else "generator-small"


def _stream_from_thread(work: Callable[[Callable[[str], bool]], None]) -> Iterator[str]:
    """Run `work(emit)` in a thread and yield what it emits; `emit` answers True when it should stop."""
    pieces: queue.Queue[str | BaseException | None] = queue.Queue()
    stop = threading.Event()

    def emit(piece: str) -> bool:
        pieces.put(piece)
        return stop.is_set()

    def run() -> None:
        try:
            work(emit)
            pieces.put(None)
        except Exception as error:  # handed to the reader, who raises it
            pieces.put(error)

    thread = threading.Thread(target=run, name="generator", daemon=True)
    thread.start()
    try:
        while (piece := pieces.get()) is not None:
            if isinstance(piece, BaseException):
                raise GenerationError(f"本地模型出错：{piece}") from piece
            yield piece
    finally:
        stop.set()
        thread.join()


class OpenVinoGenerator:
    """A model folder in OpenVINO form, on the CPU."""

    def __init__(self, folder: Path, tokenizer: Any, name: str) -> None:  # noqa: ANN401 - untyped engine
        """Take the folder of the model and its openvino_genai.Tokenizer."""
        self._folder = folder
        self._tokenizer = tokenizer
        self._layers = functools.cache(lambda layer: OpenVinoLayers.load(folder, layer, tokenizer))
        # Each engine serves one request at a time; what reads does not wait for what words.
        self._wording, self._reading = threading.Lock(), threading.Lock()
        self.name = name

    @classmethod
    def load(cls, folder: Path, *, name: str) -> Self:
        """Open the model in `folder`; what words replies, and what only reads, are each loaded when first needed."""
        import openvino_genai

        try:
            return cls(folder, openvino_genai.Tokenizer(str(folder)), name)
        except Exception as error:  # the engine raises plain RuntimeError for anything
            raise _unusable(folder, error) from error

    @functools.cached_property
    def _pipeline(self) -> Any:  # noqa: ANN401 - untyped engine
        """The engine that words replies, with prompt lookup: answers repeat much of their evidence."""
        import openvino_genai

        try:
            return openvino_genai.LLMPipeline(str(self._folder), "CPU", prompt_lookup=True)
        except Exception as error:  # the engine raises plain RuntimeError for anything
            raise _unusable(self._folder, error) from error

    def generate(self, messages: Sequence[Message], *, max_tokens: int) -> Iterator[str]:
        """Give the reply piece by piece, greedily."""
        import openvino_genai

        prompt, settings = self._prompt(messages), self._settings(max_tokens)
        with self._wording:
            pipeline = self._pipeline  # loaded here, where its error is the caller's

            def work(emit: Callable[[str], bool]) -> None:
                running, cancel = openvino_genai.StreamingStatus.RUNNING, openvino_genai.StreamingStatus.CANCEL
                pipeline.generate(prompt, settings, lambda piece: cancel if emit(piece) else running)

            yield from _stream_from_thread(work)

    def state(self, messages: Sequence[Message], layer: int, pieces: Sequence[str] = ()) -> State | None:
        """What a layer holds of the prompt; only the layers up to it are loaded."""
        try:
            with self._reading:
                layers = self._layers(layer)
                return layers.state(self._prompt(messages), pieces) if layers else None
        except Exception as error:  # the engine raises plain RuntimeError for anything
            raise GenerationError(f"本地模型出错：{error}") from error

    def _prompt(self, messages: Sequence[Message]) -> str:
        return str(self._tokenizer.apply_chat_template([m._asdict() for m in messages], add_generation_prompt=True))

    def _settings(self, max_tokens: int) -> Any:  # noqa: ANN401 - untyped engine
        import openvino_genai

        settings = openvino_genai.GenerationConfig()
        settings.max_new_tokens = max_tokens
        settings.do_sample = False
        settings.apply_chat_template = False
        settings.num_assistant_tokens = 5
        settings.max_ngram_size = 3
        return settings


def _unusable(folder: Path, error: Exception) -> WeightsError:
    return WeightsError(f"模型无法加载：{folder}（{error}）。请运行 wenbao weights verify 检查。")


class TransformersGenerator:
    """Any causal language model that transformers can load, on a GPU where there is one."""

    def __init__(self, model: Any, tokenizer: Any, name: str) -> None:  # noqa: ANN401 - untyped engine
        """Take a ready model and its tokenizer."""
        self._model = model
        self._tokenizer = tokenizer
        self._lock = threading.Lock()
        self.name = name

    @classmethod
    def load(cls, name: str) -> Self:
        """Load a model folder or a hub name (which needs the network when it is not cached)."""
        import torch
        from transformers import AutoModelForCausalLM, AutoTokenizer

        device = "cuda" if torch.cuda.is_available() else "cpu"
        try:
            tokenizer = AutoTokenizer.from_pretrained(name)
            model = AutoModelForCausalLM.from_pretrained(name, dtype="auto").to(device)
        except (OSError, ValueError) as error:
            reason = str(error).splitlines()[0]
            raise WeightsError(
                f"模型无法加载：{name}（{reason}）。请给出模型文件夹，或可以连上的模型库中的名字。"
            ) from error
        return cls(model.eval(), tokenizer, name)

    def generate(self, messages: Sequence[Message], *, max_tokens: int) -> Iterator[str]:
        """Give the reply piece by piece, greedily."""
        from transformers import StoppingCriteria, StoppingCriteriaList, TextStreamer

        inputs = self._inputs(messages)

        class Emitter(TextStreamer):  # type: ignore[misc]
            stopped = False

            def on_finalized_text(self, text: str, stream_end: bool = False) -> None:
                self.stopped = self.emit(text) or self.stopped

        class Stopped(StoppingCriteria):  # type: ignore[misc]
            def __call__(self, *_: object, **__: object) -> bool:
                return emitter.stopped

        emitter = Emitter(self._tokenizer, skip_prompt=True, skip_special_tokens=True)

        def work(emit: Callable[[str], bool]) -> None:
            emitter.emit = emit
            self._model.generate(
                **inputs, max_new_tokens=max_tokens, do_sample=False, streamer=emitter,
                stopping_criteria=StoppingCriteriaList([Stopped()]),
            )  # fmt: skip

        with self._lock:
            yield from _stream_from_thread(work)

    def state(self, messages: Sequence[Message], layer: int, pieces: Sequence[str] = ()) -> State | None:
        """What a layer holds of the prompt."""
        import torch

        with self._lock, torch.inference_mode():
            held = self._model(**self._inputs(messages), output_hidden_states=True).hidden_states
        prompt = self._tokenizer.apply_chat_template(
            [m._asdict() for m in messages], add_generation_prompt=True, tokenize=False
        )
        states = held[layer + 1][0].float().cpu().numpy()  # the first one is of the words
        return pooled(
            states, prompt, pieces, lambda text: len(self._tokenizer(text, add_special_tokens=False).input_ids)
        )

    def _inputs(self, messages: Sequence[Message]) -> Any:  # noqa: ANN401 - untyped engine
        return self._tokenizer.apply_chat_template(
            [m._asdict() for m in messages], add_generation_prompt=True, return_tensors="pt", return_dict=True
        ).to(self._model.device)


class EndpointGenerator:
    """An OpenAI-compatible chat endpoint (vLLM, SGLang, llama.cpp, Xinference, …)."""

    def __init__(self, client: Any, model: str, name: str) -> None:  # noqa: ANN401 - untyped engine
        """Take an httpx client whose base address ends before /chat/completions."""
        self._client = client
        self._model = model
        self.name = name

    @classmethod
    def connect(cls, address: str) -> Self:
        """Use the endpoint at "http://host/v1#model"; nothing is sent before the first question.

        The key, where one is needed, comes from the environment variable WENBAO_API_KEY.
        """
        import os

        import httpx

        url, _, model = address.partition("#")
        if not model:
            raise ConfigError(f"接口地址后面要写模型名，例如 {url}#模型名")
        key = os.environ.get("WENBAO_API_KEY", "")
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        return cls(httpx.Client(base_url=url, headers=headers, timeout=httpx.Timeout(120, connect=5)), model, address)

    def generate(self, messages: Sequence[Message], *, max_tokens: int) -> Iterator[str]:
        """Give the reply piece by piece, at temperature 0."""
        import httpx

        body = {
            "model": self._model,
            "messages": [m._asdict() for m in messages],
            "max_tokens": max_tokens,
            "temperature": 0,
            "stream": True,
        }
        try:
            with self._client.stream("POST", "chat/completions", json=body) as response:
                response.raise_for_status()
                for line in response.iter_lines():
                    if line.startswith("data:") and line[5:].strip() not in ("", "[DONE]"):
                        with contextlib.suppress(KeyError, IndexError):  # keep-alive or usage record without text
                            yield json.loads(line[5:])["choices"][0]["delta"].get("content") or ""
        except (httpx.HTTPError, ValueError) as error:
            raise GenerationError(f"接口 {self.name} 没有答复：{error}。请检查地址、模型名和网络。") from error

    def state(self, messages: Sequence[Message], layer: int, pieces: Sequence[str] = ()) -> State | None:
        """None: an endpoint tells words only."""
        return None

"""What a model holds of a prompt: the state of one of its layers at the last token, and over pieces of the prompt.

Only the layers up to that one are run, and no word is drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

State = NDArray[np.float32]  # shape (hidden size * (1 + pieces),), see `pooled`

_LAYER = "model.layers.self_attn.add1.layer{}"  # what GenAI's reader of GGUF calls the sum that ends a layer


class OpenVinoLayers:
    """The first layers of a model folder in OpenVINO form, on the CPU; not safe to share between threads."""

    def __init__(self, request: Any, tokenizer: Any) -> None:  # noqa: ANN401 - untyped engine
        """Take an openvino.InferRequest that gives the states of all tokens, and an openvino_genai.Tokenizer."""
        self._request = request
        self._tokenizer = tokenizer

    @classmethod
    def load(cls, folder: Path, layer: int, tokenizer: Any) -> Self | None:  # noqa: ANN401 - untyped engine
        """Load the layers up to number `layer`, counted from 0; None where the model names its layers otherwise."""
        import openvino
        from openvino import opset13

        core = openvino.Core()
        model = core.read_model(folder / "openvino_model.xml")
        ends = [node for node in model.get_ops() if node.get_friendly_name() == _LAYER.format(layer)]
        if not ends:
            return None
        (words,) = model.get_results()
        model.add_results([opset13.result(ends[0].output(0))])
        model.remove_result(words)
        for sink in model.get_sinks():  # what later layers would keep for a next word
            if _number(sink.get_variable_id()) > layer:
                model.remove_sink(sink)
        return cls(core.compile_model(model, "CPU", {"PERFORMANCE_HINT": "LATENCY"}).create_infer_request(), tokenizer)

    def state(self, prompt: str, pieces: Sequence[str] = ()) -> State:
        """What the last layer holds of a prompt and of pieces of it, see `pooled`."""
        tokens = self._tokens(prompt)
        self._request.reset_state()
        given = {
            "input_ids": tokens,
            "attention_mask": np.ones_like(tokens),
            "position_ids": np.arange(tokens.shape[1])[None],
            "beam_idx": np.zeros(1, np.int32),
        }
        return pooled(self._request.infer(given)[0][0], prompt, pieces, lambda text: self._tokens(text).shape[1])

    def _tokens(self, text: str) -> NDArray[np.int64]:
        return np.asarray(self._tokenizer.encode(text).input_ids.data, dtype=np.int64)


def pooled(held: NDArray[np.float32], prompt: str, pieces: Sequence[str], count: Callable[[str], int]) -> State:
    """The state at the end of a prompt, then the mean over the tokens of each of its pieces, one behind the other.

    Args:
        held: the states of all its tokens, shape (tokens, hidden size).
        prompt: the text.
        pieces: texts that stand in it in this order.
        count: how many tokens a text has.
    """
    found, end = [held[-1]], 0
    for piece in pieces:
        start = prompt.index(piece, end)
        end = start + len(piece)
        first = count(prompt[:start])
        found.append(held[first : max(count(prompt[:end]), first + 1)].mean(axis=0))
    return np.concatenate(found).astype(np.float32)


def _number(variable: str) -> int:
    """The layer of a variable ("past_key_values.3.keypresent.3.key")."""
    return int(variable.split(".")[1])

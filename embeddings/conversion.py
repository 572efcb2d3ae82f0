"""Published model files to the folders that the engines load. Knows formats, no names, no network.

Two conversions, both by `gguf` and `openvino` alone:

- a Qwen2 GGUF to an OpenVINO GenAI folder in int8. The GGUF is first requantised to Q8_0, for
  OpenVINO refuses Q5_0 and turns Q4_K into 4 bits with whole-number zero points (perplexity on
  two seeds 27.6 against 26.8 from Q8_0, equally fast).
- the 4-bit file of multilingual-e5-small (format in WEIGHTS notes: magic "E5S1") to an ordinary
  sentence-transformers folder with an OpenVINO graph in its subfolder `openvino`.
"""

from __future__ import annotations

import gc
import json
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Progress = Callable[[str, int, int], None]

ENCODER_GRAPH = Path("openvino", "encoder.xml")  # inside a converted encoder folder

_TOKEN_NAMES = {"bos_token": "<s>", "eos_token": "</s>", "sep_token": "</s>", "cls_token": "<s>"} | {
    "unk_token": "<unk>",
    "pad_token": "<pad>",
    "mask_token": "<mask>",
}


class FormatError(ValueError):
    """A model file that is not what its name says."""


def convert_generator(sources: Mapping[str, Path], folder: Path, progress: Progress) -> None:
    """Write an int8 OpenVINO GenAI folder (model, tokenizer, detokenizer) from one Qwen2 GGUF.

    Takes up to 5 GB of memory and about two minutes on two cores for the 1.5B model.
    """
    import openvino_genai

    (source,) = sources.values()
    requantised = folder / "model.gguf"
    requantise(source, requantised, progress)
    progress("转换模型", 0, 1)
    pipeline = openvino_genai.LLMPipeline(str(requantised), "CPU", enable_save_ov_model=True)
    del pipeline  # some gigabytes, which the caller's own model needs next
    gc.collect()
    requantised.unlink()
    progress("转换模型", 1, 1)


def requantise(source: Path, target: Path, progress: Progress) -> None:
    """Copy a GGUF with every quantised tensor as Q8_0; metadata stay the same.

    Input and output embeddings of these models are tied: the better quantised copy,
    `output.weight`, takes the place of `token_embd.weight`, and is not written twice.
    """
    import gguf

    reader = gguf.GGUFReader(source)
    architecture = reader.fields["general.architecture"].contents()
    writer = gguf.GGUFWriter(target, architecture)
    for key, field in reader.fields.items():
        if not key.startswith("GGUF.") and key != "general.architecture":
            subtype = field.types[-1] if field.types[0] == gguf.GGUFValueType.ARRAY else None
            writer.add_key_value(key, field.contents(), field.types[0], subtype)
    tensors = {tensor.name: tensor for tensor in reader.tensors}
    better = tensors.pop("output.weight", None)
    if better is not None:
        tensors["token_embd.weight"] = better
    for done, (name, tensor) in enumerate(tensors.items()):
        progress("转换精度", done, len(tensors))
        _add_as_q8_0(writer, name, tensor)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _add_as_q8_0(writer: Any, name: str, tensor: Any) -> None:  # noqa: ANN401 - gguf carries no types
    import gguf

    kind = gguf.GGMLQuantizationType
    if tensor.tensor_type in (kind.F32, kind.Q8_0):
        raw = kind.Q8_0 if tensor.tensor_type == kind.Q8_0 else None
        writer.add_tensor(name, np.array(tensor.data), raw_dtype=raw)
    else:
        weights = gguf.quants.dequantize(tensor.data, tensor.tensor_type)
        writer.add_tensor(name, gguf.quants.quantize(weights, kind.Q8_0), raw_dtype=kind.Q8_0)


@dataclass(frozen=True)
class BertShape:
    """The sizes of a BERT encoder."""

    hidden: int
    layers: int
    heads: int
    intermediate: int
    vocabulary: int
    positions: int
    type_vocabulary: int
    epsilon: float


def read_e5(path: Path) -> tuple[BertShape, dict[str, NDArray[np.float32]]]:
    """Read an "E5S1" file: the shape, and all tensors as flat float32 arrays by their names in the file.

    Raises:
        FormatError: the magic, or a tensor's place or kind, is not of this format.
    """
    data = path.read_bytes()
    if data[:4] != b"E5S1":
        raise FormatError(f"{path} 不是 E5S1 格式的编码器文件。")
    shape = BertShape(*struct.unpack_from("<7if", data, 8))
    at = 8 + struct.calcsize("<7ifi")
    pieces, _bos, _eos, _pad, _unk, text_bytes = struct.unpack_from("<5iQ", data, at)
    at += 28 + 4 * (pieces + 1) + 4 * pieces + text_bytes  # the tokenizer's own copy is not used
    _entries, map_bytes = struct.unpack_from("<iI", data, at)
    at += 8 + map_bytes
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    tensors: dict[str, NDArray[np.float32]] = {}
    for _ in range(count):
        (name_bytes,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + name_bytes].decode("ascii")
        at += 2 + name_bytes
        kind, elements, offset, size = struct.unpack_from("<BIQQ", data, at)
        at += 21
        tensors[name] = _values(name, kind, elements, data[offset : offset + size])
    return shape, tensors


def _values(name: str, kind: int, elements: int, raw: bytes) -> NDArray[np.float32]:
    if kind == 0 and len(raw) == 4 * elements:
        return np.frombuffer(raw, "<f4")
    if kind == 1 and len(raw) * 32 == 18 * elements:
        return dequantise_q4_0(raw)
    raise FormatError(f"编码器文件中的张量 {name} 类型或长度不对。")


def dequantise_q4_0(raw: bytes) -> NDArray[np.float32]:
    """Flat float32 weights of Q4_0 blocks: f16 scale, then 32 nibbles, low halves first; (nibble - 8) * scale."""
    blocks = np.frombuffer(raw, np.uint8).reshape(-1, 18)
    scales = blocks[:, :2].copy().view("<f2").astype(np.float32)
    nibbles = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], axis=1)
    return ((nibbles.astype(np.float32) - 8) * scales).ravel()


def convert_encoder(sources: Mapping[str, Path], folder: Path, progress: Progress) -> None:
    """Write a sentence-transformers folder, and its OpenVINO graph in `openvino/`, from weights and tokenizer."""
    weights = next(path for name, path in sources.items() if name.endswith(".bin"))
    tokenizer = next(path for name, path in sources.items() if name.endswith(".json"))
    progress("转换编码器", 0, 2)
    shape, tensors = read_e5(weights)
    state = bert_state(shape, tensors)
    write_sentence_transformer(folder, shape, state, tokenizer.read_bytes())
    progress("转换编码器", 1, 2)
    write_encoder_graph(folder / ENCODER_GRAPH, shape, state)
    progress("转换编码器", 2, 2)


_LAYER_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def bert_state(shape: BertShape, tensors: Mapping[str, NDArray[np.float32]]) -> dict[str, NDArray[np.float32]]:
    """The tensors under the names and in the shapes of transformers' `BertModel`, its unused pooler empty."""
    hidden, wide = shape.hidden, shape.intermediate
    state = {
        "embeddings.word_embeddings.weight": tensors["emb.word"].reshape(shape.vocabulary, hidden),
        "embeddings.position_embeddings.weight": tensors["emb.pos"].reshape(shape.positions, hidden),
        "embeddings.token_type_embeddings.weight": np.zeros((shape.type_vocabulary, hidden), np.float32),
        "embeddings.LayerNorm.weight": tensors["emb.ln.w"],
        "embeddings.LayerNorm.bias": tensors["emb.ln.b"],
        # The file has no pooler, and mean pooling needs none; without it transformers would make up a random one.
        "pooler.dense.weight": np.zeros((hidden, hidden), np.float32),
        "pooler.dense.bias": np.zeros(hidden, np.float32),
    }
    # The file holds the first row of the token types only; the second is never used.
    rows = tensors["emb.type"].reshape(-1, hidden)
    state["embeddings.token_type_embeddings.weight"][: len(rows)] = rows
    for layer in range(shape.layers):
        for short, long in _LAYER_NAMES.items():
            weight = tensors[f"l{layer}.{short}.w"]
            if not short.endswith("ln"):
                inner = wide if short == "fo" else hidden
                weight = weight.reshape(-1, inner)
            state[f"encoder.layer.{layer}.{long}.weight"] = weight
            state[f"encoder.layer.{layer}.{long}.bias"] = tensors[f"l{layer}.{short}.b"]
    return state


def write_sentence_transformer(
    folder: Path, shape: BertShape, state: Mapping[str, NDArray[np.float32]], tokenizer: bytes
) -> None:
    """Write the folder that `SentenceTransformer(folder)` loads: mean pooling, unit vectors, E5's two prompts."""
    from safetensors.numpy import save_file

    halves = {name: tensor.astype(np.float16) for name, tensor in state.items()}  # 4-bit weights lose nothing here
    for part in ("1_Pooling", "2_Normalize"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    save_file(halves, folder / "model.safetensors", metadata={"format": "pt"})
    (folder / "model.safetensors").chmod(0o644)  # the library makes it readable to its owner only
    (folder / "tokenizer.json").write_bytes(tokenizer)
    for name, content in _sentence_transformer_settings(shape).items():
        (folder / name).write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _sentence_transformer_settings(shape: BertShape) -> dict[str, Any]:
    path = "sentence_transformers.models."
    return {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_size": shape.hidden,
            "num_hidden_layers": shape.layers,
            "num_attention_heads": shape.heads,
            "intermediate_size": shape.intermediate,
            "vocab_size": shape.vocabulary,
            "max_position_embeddings": shape.positions,
            "type_vocab_size": shape.type_vocabulary,
            "layer_norm_eps": shape.epsilon,
            "hidden_act": "gelu",
            "pad_token_id": 0,  # as published, although the tokenizer's <pad> is 1
            "dtype": "float32",  # of computing; the file holds halves
        },
        "tokenizer_config.json": {"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": shape.positions}
        | _TOKEN_NAMES,
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": path + "Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": path + "Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": path + "Normalize"},
        ],
        "sentence_bert_config.json": {"max_seq_length": shape.positions, "do_lower_case": False},
        "1_Pooling/config.json": {"word_embedding_dimension": shape.hidden, "pooling_mode_mean_tokens": True},
        "config_sentence_transformers.json": {
            "prompts": {"query": "query: ", "document": "passage: ", "passage": "passage: "},
            "similarity_fn_name": "cosine",
        },
    }


def write_encoder_graph(path: Path, shape: BertShape, state: Mapping[str, NDArray[np.float32]]) -> None:
    """Save the encoder as an OpenVINO graph: token ids and mask (batch, length) int64 -> unit vectors (batch, hidden).

    Built layer by layer instead of traced: needs no torch, warns of nothing, and is the same at each run.
    """
    import openvino as ov
    from openvino import opset13 as ops

    ids = ops.parameter([-1, -1], np.int64, name="input_ids")
    mask = ops.parameter([-1, -1], np.int64, name="attention_mask")
    bert = _Graph(shape, state)
    hidden = bert.embed(ids)
    allowed = ops.unsqueeze(ops.convert(mask, "boolean"), np.array([1, 2]))
    for layer in range(shape.layers):
        hidden = bert.layer(f"encoder.layer.{layer}.", hidden, allowed)
    weight = ops.unsqueeze(ops.convert(mask, "f32"), np.array([2]))
    total = ops.reduce_sum(ops.multiply(hidden, weight), np.array([1]))
    mean = ops.divide(total, ops.reduce_sum(weight, np.array([1])))
    unit = ops.normalize_l2(mean, np.array([1]), 1e-24, "max")
    unit.output(0).tensor.set_names({"vectors"})
    path.parent.mkdir(parents=True, exist_ok=True)
    ov.save_model(ov.Model([unit], [ids, mask], "encoder"), str(path), compress_to_fp16=True)


class _Graph:
    """Pieces of a BERT encoder as OpenVINO nodes."""

    def __init__(self, shape: BertShape, state: Mapping[str, NDArray[np.float32]]) -> None:
        self.shape = shape
        self.state = state

    def embed(self, ids: Any) -> Any:  # noqa: ANN401 - nodes of OpenVINO carry no types
        """Sum of word, position and first type embedding, normalised."""
        from openvino import opset13 as ops

        zero = np.array(0, np.int64)
        length = ops.gather(ops.shape_of(ids), np.array(1, np.int64), zero)
        places = ops.range(zero, length, np.array(1, np.int64), "i64")
        words = ops.gather(self._constant("embeddings.word_embeddings.weight"), ids, zero)
        positions = ops.gather(self._constant("embeddings.position_embeddings.weight"), places, zero)
        first_type = ops.constant(self.state["embeddings.token_type_embeddings.weight"][:1])
        return self._norm("embeddings.LayerNorm", ops.add(ops.add(words, positions), first_type))

    def layer(self, prefix: str, hidden: Any, allowed: Any) -> Any:  # noqa: ANN401
        """One transformer layer, normalised after each half as in BERT."""
        from openvino import opset13 as ops

        query, key, value = (
            self._heads(self._dense(f"{prefix}attention.self.{name}", hidden)) for name in ("query", "key", "value")
        )
        seen = ops.scaled_dot_product_attention(query, key, value, allowed)
        joined = ops.reshape(ops.transpose(seen, np.array([0, 2, 1, 3])), np.array([0, 0, -1]), True)
        attended = self._dense(f"{prefix}attention.output.dense", joined)
        hidden = self._norm(f"{prefix}attention.output.LayerNorm", ops.add(hidden, attended))
        wide = ops.gelu(self._dense(f"{prefix}intermediate.dense", hidden), "erf")
        narrow = self._dense(f"{prefix}output.dense", wide)
        return self._norm(f"{prefix}output.LayerNorm", ops.add(hidden, narrow))

    def _heads(self, hidden: Any) -> Any:  # noqa: ANN401
        from openvino import opset13 as ops

        size = self.shape.hidden // self.shape.heads
        split = ops.reshape(hidden, np.array([0, 0, self.shape.heads, size]), True)
        return ops.transpose(split, np.array([0, 2, 1, 3]))

    def _dense(self, name: str, hidden: Any) -> Any:  # noqa: ANN401
        from openvino import opset13 as ops

        product = ops.matmul(hidden, self._constant(f"{name}.weight"), False, True)
        return ops.add(product, self._constant(f"{name}.bias"))

    def _norm(self, name: str, hidden: Any) -> Any:  # noqa: ANN401
        from openvino import opset13 as ops

        centred = ops.mvn(hidden, np.array([-1]), True, self.shape.epsilon, "inside_sqrt")
        return ops.add(ops.multiply(centred, self._constant(f"{name}.weight")), self._constant(f"{name}.bias"))

    def _constant(self, name: str) -> Any:  # noqa: ANN401
        from openvino import opset13 as ops

        return ops.constant(np.ascontiguousarray(self.state[name]))

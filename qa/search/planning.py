"""What a build has to do: what the index folder holds already, what is given now, and what follows from the two."""

from __future__ import annotations

import json
import logging
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, Self

from qa.errors import StaleIndexError
from qa.reports.files import Scan, digests_of
from qa.reports.library import Holding, Library
from qa.search.embedding import IndexedVectors
from qa.search.index import Manifest, reader_digest

logger = logging.getLogger(__name__)


class Keep(StrEnum):
    """What becomes of the reports whose files are not among the given ones."""

    ALL = "all"  # they stay, even where a file is gone
    EXISTING = "existing"  # those leave whose files are gone from a given folder
    GIVEN = "given"  # they leave


class Earlier:
    """What an index folder holds before it changes, as far as it can still be used.

    `library` is None where there is none, or where other code read its reports. `files` are the
    files tried by then, with the digest of their bytes; `held` those that the reports are of.
    """

    def __init__(self, index: Path, manifest: Manifest | None, library: Library | None, files: dict[str, str]) -> None:
        """Take what could be opened."""
        self._index = index
        self.manifest = manifest
        self.library = library
        self.files = files
        self.held = library.files() if library else {}

    @classmethod
    @contextmanager
    def open(cls, index: Path) -> Iterator[Self]:
        """Open what stands in the folder `index`, which may be nothing, or of an earlier form."""
        manifest = library = None
        try:
            manifest = Manifest.read(index)
            library = Library.open(index / "library.sqlite") if manifest.reader_digest == reader_digest() else None
        except StaleIndexError:
            logger.info("the reports of %s are read anew", index)
        try:
            yield cls(index, manifest, library, dict(_record(index).get("files", {})))
        finally:
            if library:
                library.close()

    def needs(self, manifest: Manifest) -> bool:
        """Whether what stands must be written anew to be what `manifest` tells."""
        return self.library is None or self.manifest is None or replace(self.manifest, passages=0) != manifest

    def has_held(self, path: str) -> bool:
        """Whether a report may have been read from this file, which one that was only tried has not."""
        return path in (self.files if self.library is None else self.held)

    def vectors(self, encoder_digest: str) -> IndexedVectors | None:
        """The vectors of this encoder that the index holds, of whatever form it is."""
        if _record(self._index).get("encoder_digest") != encoder_digest:
            return None
        return IndexedVectors.open(self._index)


def _record(index: Path) -> dict[str, Any]:
    """What a manifest of any form says; empty where there is none."""
    try:
        return dict(json.loads((index / "manifest.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return {}


@dataclass(frozen=True, slots=True)
class Plan:
    """What a build has to do. All are paths, with the digest of the bytes or the reason where there is one.

    `leaving` no longer belong to the index; `missing` are gone from a given folder; `carried` could
    not be read by an earlier build and lie outside the given folders.
    """

    digests: dict[str, str]
    to_read: dict[str, str]
    leaving: set[str]
    missing: set[str]
    carried: dict[str, str]
    skipped: dict[str, str]

    @classmethod
    def of(cls, found: Scan, earlier: Earlier, keep: Keep) -> Self:
        """The plan for the files found, over what stands."""
        digests, refused = digests_of(found.files)
        given = {str(file) for file in found.files}
        absent = {path for path in earlier.files if path not in given}
        missing = {path for path in absent if found.covers(path) and not Path(path).exists()}
        leaving = {Keep.ALL: set(), Keep.EXISTING: missing, Keep.GIVEN: absent}[keep]
        to_read = {path: digest for path, digest in digests.items() if not _is_held(earlier.held, path, digest)}
        stranded = _stranded(earlier, leaving | set(to_read))  # their report is another file's no more
        again, lost = digests_of([Path(path) for path in sorted(stranded - leaving - set(to_read))])
        unread = [path for path in absent - leaving - missing if path not in earlier.held and path not in again]
        return cls(
            digests=digests | again,
            to_read=to_read | again,
            leaving=leaving | set(lost),
            missing=missing | set(lost),
            carried={path: earlier.files[path] for path in unread} if earlier.library else {},
            skipped=dict(found.passed_over) | refused,
        )


def _is_held(held: Mapping[str, Holding], path: str, digest: str) -> bool:
    return path in held and held[path].sha256 == digest


def _stranded(earlier: Earlier, changing: Collection[str]) -> set[str]:
    """The files that must be read again because the index holds no text of theirs, or soon none."""
    if earlier.library is None:
        return set(earlier.files)
    reports = {holding.report_id for path, holding in earlier.held.items() if holding.main and path in changing}
    return {path for path, holding in earlier.held.items() if holding.report_id in reports and not holding.main}

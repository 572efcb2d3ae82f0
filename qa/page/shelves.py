"""Whose reports are searched: those of the index, and beside them what one person uploaded.

A shelf belongs to the browser that knows its key; nobody else's questions touch it. Its files lie in
a temporary folder of their own, which goes when the person removes them, when the shelf has not
been used for `KEPT_S`, and when the program ends. Where the server says so, there is one shelf for
all instead, in a folder that stays.
"""

from __future__ import annotations

import queue
import shutil
import tempfile
import threading
import time
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, Unpack

from qa.assistant import Options
from qa.datatypes import Event, Report
from qa.errors import ConfigError, QAError, ReportError
from qa.figures.entries import Entry
from qa.page.conversation import Waiting
from qa.page.sources import Source, catalogue
from qa.reports.reader import read_report
from qa.search.index import Progress

KEPT_S = 2 * 3600.0  # longer than a lunch, shorter than a day
MAX_FILES = 30  # of one person: half an hour of reading on a slow machine
_TELL_S = 0.3  # between two words on the same stage
MAX_BYTES = 50 * 1024**2  # of one file


class Assistant(Protocol):
    """What the page asks of the assistant."""

    def stream(self, question: str, **options: Unpack[Options]) -> Iterator[Event | Waiting]:
        """Give `Found`, `Waiting` while others are before, `Verified` pieces, the `Answer`; see `qa.assistant`."""
        ...

    def reports(self) -> list[Report]:
        """Give all reports of the index, in the order in which they are listed."""
        ...

    def report(self, report_id: str) -> Report:
        """Give one report; raises QAError where there is none."""
        ...

    def with_files(self, files: Sequence[Path], folder: Path, *, progress: Progress) -> Assistant:
        """Give an assistant that also searches these files, indexed in `folder`; raises QAError."""
        ...

    def indicator(self, name: str, *, regions: Sequence[str] = ()) -> tuple[Entry, ...]:
        """Give the values of an indicator, of all kinds."""
        ...

    def indicator_names(self, *, regions: Sequence[str] = (), limit: int = 60) -> tuple[str, ...]:
        """Give the names of the indicators that reports give most often."""
        ...


@dataclass(frozen=True)
class Desk:
    """What one person searches: the assistant, its reports, and the ids of those that are the person's own."""

    assistant: Assistant
    sources: Mapping[str, Source]
    own: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Upload:
    """How far the upload of some files is: what became of each so far, and the stage now; "" at the end."""

    stage: str
    added: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()


@dataclass(eq=False)
class _Shelf:
    desk: Desk
    used_s: float
    files: dict[str, Path] = field(default_factory=dict)  # by report_id
    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="wenbao-")))
    changing: threading.Lock = field(default_factory=threading.Lock)

    @classmethod
    def of_one(cls, desk: Desk, used_s: float) -> _Shelf:
        """A shelf whose folder goes with it, at the latest when the program ends."""
        shelf = cls(desk, used_s)
        weakref.finalize(shelf, shutil.rmtree, shelf.folder, ignore_errors=True)
        return shelf

    @classmethod
    def of_all(cls, desk: Desk, folder: Path) -> _Shelf:
        """The shelf in a folder that stays, with the files that it holds."""
        files = {file.parent.name: file for file in sorted((folder / "files").glob("*/*"))}
        return cls(desk, 0.0, files, folder)


class Shelves:
    """The shared desk, and a desk for each person who uploaded something."""

    def __init__(
        self, assistant: Assistant, *, common: Path | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Read the list of reports once; `clock` gives seconds.

        With `common`, a folder, all uploads are everybody's and stay there; those of before are indexed now.

        Raises:
            QAError: the files in `common` cannot be indexed.
        """
        self.shared = Desk(assistant, catalogue(assistant.reports()))
        self._clock = clock
        self._shelves: dict[str, _Shelf] = {}
        self._indexing = threading.Lock()  # one at a time: the encoder takes all cores
        self._common = _Shelf.of_all(self.shared, common) if common else None
        if self._common and self._common.files:
            for _ in self._index(self._common):
                pass

    @property
    def private(self) -> bool:
        """Whether uploads are seen only by who made them."""
        return self._common is None

    def desk(self, owner: str | None) -> Desk:
        """Give the desk of a person; the shared one for whoever has uploaded nothing."""
        if self._common:
            return self._common.desk
        now = self._clock()
        for other in [key for key, shelf in list(self._shelves.items()) if now - shelf.used_s > KEPT_S]:
            self._drop(other)
        shelf = self._shelves.get(owner or "")
        if shelf is None:
            return self.shared
        shelf.used_s = now
        return shelf.desk

    def add(self, owner: str, files: Sequence[Path]) -> Iterator[Upload]:
        """Take files over for one person and index them, telling each stage; those that cannot be read are named.

        The files are moved away from where they are, also those that fail.
        """
        shelf = self._common or self._shelves.get(owner)
        if shelf is None:
            shelf = self._shelves[owner] = _Shelf.of_one(self.shared, self._clock())
        with shelf.changing:
            before = dict(shelf.files)
            upload = Upload("")
            for upload in self._read(shelf, files):
                yield upload
            if shelf.files != before:
                try:
                    for stage in self._index(shelf):
                        yield Upload(stage, upload.added, upload.failed)
                except QAError as error:
                    shelf.files = before
                    upload = Upload("", (), (*upload.failed, str(error)))
            shelf.used_s = self._clock()
            yield Upload("", upload.added, upload.failed)
        if not shelf.files:
            self._drop(owner)

    def remove(self, owner: str, report_id: str) -> None:
        """Take one uploaded report away again, with its file.

        Raises:
            ConfigError: the person has not uploaded this report.
        """
        shelf = self._common or self._shelves.get(owner)
        if shelf is None or report_id not in shelf.files:
            raise ConfigError("这份报告不是您上传的，或已经移除。")
        with shelf.changing:
            shelf.files.pop(report_id).unlink(missing_ok=True)
            if shelf.files:
                for _ in self._index(shelf):
                    pass
        if not shelf.files:
            self._drop(owner)

    def _drop(self, owner: str) -> None:
        if self._common:
            self._common.desk = self.shared
        elif shelf := self._shelves.pop(owner, None):
            shutil.rmtree(shelf.folder, ignore_errors=True)

    def _read(self, shelf: _Shelf, files: Sequence[Path]) -> Iterator[Upload]:
        """Read every file, and keep those that are new reports."""
        added: list[str] = []
        failed: list[str] = []
        for number, file in enumerate(files, start=1):
            yield Upload(f"读取第 {number}/{len(files)} 个文件：{file.name}", tuple(added), tuple(failed))
            try:
                added.append(self._take(shelf, file))
            except (ReportError, ConfigError) as error:
                failed.append(str(error) if file.name in str(error) else f"{file.name}：{error}")
            except OSError:
                failed.append(f"{file.name}：没有收到这个文件，请重新上传。")
            finally:
                file.unlink(missing_ok=True)
        yield Upload("", tuple(added), tuple(failed))

    def _take(self, shelf: _Shelf, file: Path) -> str:
        if len(shelf.files) >= MAX_FILES:
            raise ConfigError(f"最多同时上传 {MAX_FILES} 份报告，请先移除一些。")
        if file.stat().st_size > MAX_BYTES:
            raise ConfigError(f"文件超过 {MAX_BYTES // 1024**2} MB，请只保留正文后再上传。")
        report = read_report(file)
        if report.report_id in self.shared.sources:
            raise ConfigError("这份报告已经收录，不用上传。")
        if report.report_id in shelf.files:
            raise ConfigError("这份报告已经上传过。")
        place = shelf.folder / "files" / report.report_id / file.name
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(file, place)
        shelf.files[report.report_id] = place
        return f"{file.name}：《{report.title}》，{len(report.paragraphs)} 段"

    def _index(self, shelf: _Shelf) -> Iterator[str]:
        """Index the files of a shelf, telling the stages; the work is done in a thread of its own."""
        stages: queue.Queue[str | None] = queue.Queue()
        results: list[Assistant | Exception] = []

        def work() -> None:
            try:
                with self._indexing:
                    results.append(
                        self.shared.assistant.with_files(
                            list(shelf.files.values()),
                            shelf.folder / "index",
                            progress=lambda stage, done, total: stages.put(f"{stage} {done}/{total}"),
                        )
                    )
            except Exception as error:  # handed to the one who waits
                results.append(error)
            finally:
                stages.put(None)

        threading.Thread(target=work, name="indexing", daemon=True).start()
        yield "等待建立索引"
        name, told_s = "", 0.0
        while (stage := stages.get()) is not None:
            now = time.monotonic()
            if stage.split()[0] != name or now - told_s > _TELL_S:
                name, told_s = stage.split()[0], now
                yield stage
        if isinstance(results[0], Exception):
            raise results[0]
        assistant = results[0]
        sources = catalogue(assistant.reports())
        shelf.desk = Desk(assistant, sources, frozenset(sources) - frozenset(self.shared.sources))

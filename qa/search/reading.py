"""Files to reports and passages, several at a time; one that cannot be read costs the others nothing."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from qa.datatypes import Passage, Report
from qa.errors import ReportError
from qa.reports.reader import read_report
from qa.search.index import Progress
from qa.search.passages import passages_of
from qa.search.staging import ReadReports

_FEW_FILES = 8  # are read in this process: starting others takes as long as reading three
_MAX_READERS = 8

logger = logging.getLogger(__name__)


def read_files(reads: ReadReports, wanted: Mapping[str, str], progress: Progress) -> dict[str, str]:
    """Read the wanted files that an interrupted build has not read; gives the reason for each that cannot be."""
    done = reads.retain(wanted)
    todo = sorted(set(wanted) - done)
    failed: dict[str, str] = {}
    for count, (path, content) in enumerate(zip(todo, _contents(todo), strict=True), start=len(done) + 1):
        if isinstance(content, str):
            failed[path] = content
        else:
            reads.add(*content)
        progress("读取报告", count, len(wanted))
    return failed


def _contents(paths: Sequence[str]) -> Iterator[str | tuple[Report, list[Passage]]]:
    """What `_read` gives for each path, in order, read by several processes where there is enough to do."""
    import joblib  # takes a quarter of a second

    readers = min(_MAX_READERS, joblib.cpu_count()) if len(paths) > _FEW_FILES else 1
    yield from joblib.Parallel(n_jobs=readers, return_as="generator")(joblib.delayed(_read)(path) for path in paths)


def _read(path: str) -> str | tuple[Report, list[Passage]]:
    """A report with its passages, or the reason why there is none."""
    try:
        report = read_report(path)
        return report, list(passages_of(report, first_id=1))
    except ReportError as error:
        return str(error)
    except Exception as error:  # a file that trips a library in a way not seen before must not cost the others
        logger.exception("reading %r failed", path)
        return f"{Path(path).name}：读取时出错（{type(error).__name__}）。请另存为 txt 或 docx 后再试。"

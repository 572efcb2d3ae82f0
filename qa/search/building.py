"""Making and changing an index folder: read what is new, keep what is not, put the whole in place at once.

An update never touches the standing index. It writes a new folder beside it and swaps the two at the
end, so a failure leaves the index as it was. The same reports give the same index, in whatever steps
they were added: reports stand in the order of their paths. No more than a few reports are in memory.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np

from embeddings.vectors import VectorIndex, VectorsError
from qa.errors import ConfigError, QAError, StaleIndexError
from qa.reports.files import scan
from qa.reports.library import Library, Listing
from qa.search.embedding import passage_vectors
from qa.search.index import FORMAT, Encoder, Manifest, Progress, no_progress, reader_digest, search_text
from qa.search.lexical import LexicalIndex
from qa.search.outcomes import IndexSummary, summary_of
from qa.search.planning import Earlier, Keep, Plan
from qa.search.reading import read_files
from qa.search.selection import Kept, all_of, merged
from qa.search.staging import Staging, staging

_WAITING = "另一个 wenbao 正在更新这个索引，等它完成（不等请按 Ctrl+C）"


def build_index(
    paths: Iterable[Path],
    index: Path,
    *,
    encoder: Encoder,
    keep: Keep = Keep.ALL,
    progress: Progress = no_progress,
) -> IndexSummary:
    """Bring the index in the folder `index` up to date with the reports under `paths`, or make it.

    A file that changed replaces its old version; one that cannot be read is skipped and told, and
    its old version stays. Several files of one report become one report with the text of the most complete
    one, of the newest where several are as complete; where the others differ is told. Unchanged files are not
    read and unchanged sentences not embedded again; an interrupted build goes on where it stopped.

    Raises:
        ConfigError: nothing to index, or the folder holds something that is no index.
        QAError: no disk space or no right to write; the old index is untouched.
    """
    found = scan(paths)
    with _changing(index, progress) as place, Earlier.open(index) as earlier:
        plan = Plan.of(found, earlier, keep)
        with closing(place.read_reports(reader_digest())) as reads:
            failed = read_files(reads, plan.to_read, progress)
            kept = merged(earlier.library, reads.library, plan.leaving)
            if not kept:
                place.discard()
                raise ConfigError("没有一份报告可以读取：" + "；".join([*plan.skipped, *failed.values()][:3]))
            files = _tried(plan, kept, failed)
            manifest = Manifest(FORMAT, encoder.name, encoder.digest, reader_digest(), files, 0)
            embedded = _write(place, kept, manifest, earlier, encoder, progress) if earlier.needs(manifest) else 0
        unlike = {path: places for report in kept for path, places in report.unlike.items()}
        return summary_of(index, plan, failed, unlike, earlier, embedded)


def remove_reports(report_ids: Collection[str], index: Path, *, progress: Progress = no_progress) -> list[Listing]:
    """Take reports out of the index in the folder `index`, without any model; gives what was removed.

    Raises:
        ConfigError: an id is not held, or no report would be left.
        StaleIndexError: there is no such index, or it is damaged or of another version.
        QAError: no disk space or no right to write; the old index is untouched.
    """
    Manifest.read(index)
    with _changing(index, progress) as place, Earlier.open(index) as earlier:
        if earlier.library is None or earlier.manifest is None:
            raise StaleIndexError(f"索引由其他版本的程序建立。请先更新：wenbao index 报告文件夹 --index {index}")
        removed = _listed(report_ids, earlier.library)
        kept = [report for report in all_of(earlier.library) if report.report_id not in report_ids]
        if not kept:
            raise ConfigError(f"移除后索引里就没有报告了。若不再需要这个索引，请直接删除文件夹 {index}。")
        gone = {file.path for report in removed for file in report.files}
        files = {path: digest for path, digest in earlier.manifest.files.items() if path not in gone}
        _write(place, kept, replace(earlier.manifest, files=files), earlier, None, progress)
    return removed


@contextmanager
def _changing(index: Path, progress: Progress) -> Iterator[Staging]:
    """The place to write the next state of `index` in; what fails there leaves the standing index as it is."""
    if index.is_file() or (index.is_dir() and any(index.iterdir()) and not (index / "manifest.json").exists()):
        raise ConfigError(f"{index} 已有其他内容，不是索引文件夹。请换一个 --index 路径。")
    try:
        with staging(index, waiting=lambda: progress(_WAITING, 0, 1)) as place:
            yield place
    except (OSError, VectorsError, sqlite3.Error) as error:
        raise QAError(f"写入索引失败：{index}（{error}）。原有索引未改动，请检查磁盘空间和写入权限。") from error


def _tried(plan: Plan, kept: Iterable[Kept], failed: Iterable[str]) -> dict[str, str]:
    """The files that the next index knows, readable or not, with the digest of their bytes."""
    held = {file.path: file.sha256 for report in kept for file in report.files}
    return plan.carried | held | {path: plan.digests[path] for path in failed}


def _listed(report_ids: Iterable[str], library: Library) -> list[Listing]:
    """The reports of these ids, each once, all of which must be held."""
    listed = {report.report_id: report for report in library.listing()}
    unknown = [report_id for report_id in report_ids if report_id not in listed]
    if unknown:
        raise ConfigError(f"没有编号为 {'、'.join(unknown)} 的报告。用 wenbao reports 查看全部编号。")
    return [listed[report_id] for report_id in dict.fromkeys(report_ids)]


def _write(
    place: Staging, kept: Sequence[Kept], manifest: Manifest, earlier: Earlier, encoder: Encoder | None,
    progress: Progress,
) -> int:  # fmt: skip
    """Write the index of the reports `kept` and put it in place; gives how many passages were embedded."""
    place.new.mkdir()
    with closing(Library.create(place.new / "library.sqlite")) as library:
        for report in sorted(kept, key=lambda report: report.path):
            library.take(report.source, report.report_id, report.files[1:])
        count = library.last_passage_id()
        indexed = earlier.vectors(manifest.encoder_digest)
        rows, embedded = passage_vectors(place, library, indexed, encoder, progress)
        VectorIndex.build(rows, np.arange(1, count + 1)).save(place.new / "vectors.faiss")
        texts = (search_text(passage) for passage in library.all_passages())
        LexicalIndex.build(texts, progress=lambda done: progress("建立词索引", done, count)).save(place.new / "lexical")
    replace(manifest, passages=count).write(place.new)
    place.put_in_place()
    return embedded

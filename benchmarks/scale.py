"""How the product does with a million sentences, and what indexing costs beside the encoder.

    python benchmarks/scale.py throughput FOLDER [--sample N] [--index NEW]
                                                                    encoder alone against `index`, on N reports or all
    python benchmarks/scale.py build INDEX TARGET [--times N]       a synthetic index N times as large as INDEX
    python benchmarks/scale.py search TARGET [--questions N]        opening, memory, recall, milliseconds a question

FOLDER holds reports (or WENBAO_REPORTS names it), INDEX is an index of them; where there is none, nothing
is done. `build` writes an ordinary index, but with moved vectors (see synthetic.py) and without reading
files: it measures the library, the vectors and the words, not the encoder. `search` asks the gold questions
through `HybridRetriever.search`; recall is the share of the exact 50 nearest that the index gives.
Peaks count a page that processes share once (proportional set size). Resident memory counts pages of mapped
files; "own" memory does not.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import random
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import numpy as np
import psutil
from numpy.typing import NDArray
from provenance import print_provenance
from synthetic import Generator, moved

from embeddings.vectors import VectorIndex
from qa.config import Config
from qa.evaluation.gold import load_gold
from qa.opening import default_gold
from qa.reports.formats import SUFFIXES
from qa.reports.library import Library
from qa.search.building import build_index
from qa.search.index import Index, Manifest, load_encoder, search_text
from qa.search.lexical import LexicalIndex
from qa.search.question import understand
from qa.search.retrieval import HybridRetriever

K = 50
ENCODED_ALONE = 2_000  # sentences: a minute
Item = TypeVar("Item")


def main() -> int:
    """Run the chosen part."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parts = parser.add_subparsers(dest="part", required=True)
    throughput = parts.add_parser("throughput")
    throughput.add_argument("folder", nargs="?", type=Path, default=Path(os.environ.get("WENBAO_REPORTS", "missing")))
    throughput.add_argument("--sample", type=int, default=6, help="reports, 0 for all")
    throughput.add_argument("--index", type=Path, help="where the index is made and stays")
    build = parts.add_parser("build")
    build.add_argument("index", type=Path)
    build.add_argument("target", type=Path)
    build.add_argument("--times", type=int, default=10)
    search = parts.add_parser("search")
    search.add_argument("target", type=Path)
    search.add_argument("--questions", type=int, default=100)
    options = parser.parse_args()
    needed = {"throughput": "folder", "build": "index", "search": "target"}[options.part]
    if not getattr(options, needed).is_dir():
        print(f"scale: skipped, no folder {getattr(options, needed)}")
        return 0
    print_provenance()
    if options.part == "throughput":
        measure_throughput(options.folder, options.sample, options.index)
    elif options.part == "build":
        build_synthetic(options.index, options.target, options.times)
    else:
        measure_search(options.target, options.questions)
    return 0


@dataclass
class Cost:
    """Seconds by the clock, seconds of all processors with child processes, highest memory in bytes."""

    wall_s: float = 0.0
    cpu_s: float = 0.0
    peak_bytes: int = 0


@contextmanager
def measured(stage: str) -> Iterator[Cost]:
    """Print what a stage costs; memory is that of this process and its children, looked at ten times a second."""
    process, done, cost = psutil.Process(), threading.Event(), Cost()

    def watch() -> None:
        while not done.wait(0.1):
            cost.peak_bytes = max(cost.peak_bytes, sum(map(_share, [process, *process.children(recursive=True)])))

    watching = threading.Thread(target=watch, daemon=True)
    watching.start()
    wall_s, cpu_s = time.perf_counter(), _cpu_s()
    try:
        yield cost
    finally:
        cost.wall_s, cost.cpu_s = time.perf_counter() - wall_s, _cpu_s() - cpu_s
        done.set()
        watching.join()
        memory = f"peak {cost.peak_bytes / 1e9:.2f} GB"
        print(f"{stage:<22}{cost.wall_s:8.1f} s ({cost.cpu_s:.1f} s processor)  {memory}", flush=True)


def _cpu_s() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _share(process: psutil.Process) -> int:
    """Bytes of a process, of a page that several have its part; 0 when it is gone."""
    try:
        return int(process.memory_full_info().pss)
    except psutil.Error:
        return 0


def own_memory(process: psutil.Process) -> int:
    """Resident bytes of a process without pages of mapped files; 0 when it is gone."""
    try:
        info = process.memory_info()
    except psutil.NoSuchProcess:
        return 0
    return int(info.rss - getattr(info, "shared", 0))


def build_synthetic(source: Path, target: Path, times: int) -> None:
    """Write the index TARGET, `times` as large as the index `source`."""
    target.mkdir(parents=True)
    real = Library.open(source / "library.sqlite")
    with measured("reading the source"):
        generator = Generator(real)
        vectors = VectorIndex.load(source / "vectors.faiss")
        rows = vectors.vectors(vectors.ids)
    library = Library.create(target / "library.sqlite")
    origins: list[int] = []
    with measured("library"):
        for variant in generator.variants(times):
            first = len(origins)
            passages = [replace(passage, passage_id=first + passage.passage_id) for passage in variant.passages]
            library.add(variant.report, passages)
            origins += variant.origins
    with measured("vectors"):
        moved_rows = _moved_rows(target / "vectors.f32", rows, np.array(origins) - 1)
        VectorIndex.build(moved_rows, np.arange(1, len(origins) + 1)).save(target / "vectors.faiss")
    with measured("words"):
        texts = (search_text(passage) for passage in library.all_passages())
        LexicalIndex.build(texts).save(target / "lexical")
    library.close()
    replace(Manifest.read(source), files={}, passages=len(origins)).write(target)
    print(f"{len(origins)} sentences")


def _moved_rows(path: Path, vectors: NDArray[np.float32], origins: NDArray[np.int64]) -> NDArray[np.float32]:
    """Rows on disk, so that no more than a block of them is in memory."""
    rows = np.memmap(path, dtype=np.float32, mode="w+", shape=(len(origins), vectors.shape[1]))
    generator = np.random.default_rng(0)
    for start in range(0, len(origins), 65_536):
        rows[start : start + 65_536] = moved(vectors, origins[start : start + 65_536], generator)
    return rows


def measure_search(target: Path, count: int) -> None:
    """Open TARGET and ask questions."""
    encoder = load_encoder(Config.encoder)
    process = psutil.Process()
    before = own_memory(process)
    with measured("opening"):
        index = Index.open(target, encoder=encoder)
    held = sorted({span.region for span in index.library.spans() if span.region})
    questions = load_gold(default_gold())[:count]
    inquiries = [
        understand(question.question, question.history, held=held, today=dt.date.today()) for question in questions
    ]
    retriever = HybridRetriever(index, encoder)
    scoped = [inquiry for inquiry in inquiries if inquiry.regions]
    wide = [replace(inquiry, regions=()) for inquiry in inquiries]
    retriever.search(wide[0], 10)
    for name, asked in (("within the regions named", scoped), ("over all reports", wide)):
        _print_milliseconds(f"search {name}", lambda inquiry: retriever.search(inquiry, 10), asked)
    queries = encoder.encode_queries([inquiry.standalone for inquiry in wide])
    texts = [inquiry.standalone for inquiry in wide]
    _print_milliseconds("  of it: words", index.lexical.scores, texts)
    _print_milliseconds("  of it: vectors", lambda query: index.vectors.search(query[None], 120), list(queries))
    _print_milliseconds("  of it: two queries", lambda text: encoder.encode_queries([text, text]), texts)
    print(f"memory of the index, own   {(own_memory(process) - before) / 1e9:.2f} GB")
    print(f"memory of the process      {process.memory_info().rss / 1e9:.2f} GB with mapped files")
    print(f"recall of {K} nearest       {recall(index, queries, target / 'vectors.f32'):.4f}")


def _print_milliseconds(name: str, run: Callable[[Item], object], items: Sequence[Item]) -> None:
    wall, cpu = [], []
    for item in items:
        started, busy = time.perf_counter(), time.process_time()
        run(item)
        wall.append(1000 * (time.perf_counter() - started))
        cpu.append(1000 * (time.process_time() - busy))
    print(
        f"{name:<34} median {statistics.median(wall):6.1f} ms, worst {max(wall):6.1f} ms;"
        f" processor {statistics.median(cpu):6.1f} ms  ({len(items)} questions)",
        flush=True,
    )


def recall(index: Index, queries: NDArray[np.float32], path: Path) -> float:
    """Share of the exact K nearest of each query that the index finds; exact in a plain product over all rows."""
    rows = np.memmap(path, dtype=np.float32, mode="r").reshape(-1, index.vectors.dim)
    found = index.vectors.search(queries, K).ids
    best_scores = np.full((len(queries), K), -np.inf, np.float32)
    best_ids = np.zeros((len(queries), K), np.int64)
    for start in range(0, len(rows), 65_536):
        block = queries @ rows[start : start + 65_536].T
        scores = np.concatenate([best_scores, block], axis=1)
        ids = np.concatenate([best_ids, np.broadcast_to(np.arange(start, start + block.shape[1]) + 1, block.shape)], 1)
        top = np.argpartition(-scores, K, axis=1)[:, :K]
        best_scores, best_ids = np.take_along_axis(scores, top, 1), np.take_along_axis(ids, top, 1)
    return statistics.fmean(len(set(a) & set(b)) / K for a, b in zip(found.tolist(), best_ids.tolist(), strict=True))


def measure_throughput(folder: Path, count: int, kept: Path | None) -> None:
    """Texts a second of building an index of some reports, and of the encoder alone on a sample of its sentences."""
    encoder = load_encoder(Config.encoder)
    files = sorted(file for file in folder.iterdir() if file.suffix.lower() in SUFFIXES)
    chosen = files[:: max(1, len(files) // count)][:count] if count else files
    with tempfile.TemporaryDirectory() as scratch:
        index = kept or Path(scratch) / "index"
        with measured("index") as whole:
            summary = build_index(chosen, index, encoder=encoder)
        library = Library.open(index / "library.sqlite")
        texts = [search_text(passage) for passage in library.all_passages()]
        library.close()
    sample = random.Random(0).sample(texts, min(len(texts), ENCODED_ALONE))
    with measured("encoder alone") as alone:
        encoder.encode_passages(sample)
    rate, raw = summary.embedded / whole.wall_s, len(sample) / alone.wall_s
    print(f"{len(summary.reports)} reports of {len(chosen)} files, {len(texts)} sentences, {summary.embedded} embedded")
    print(f"encoder {raw:.1f}, index {rate:.1f} sentences a second: {rate / raw:.0%} of the encoder")
    by_processor = summary.embedded / whole.cpu_s / (len(sample) / alone.cpu_s)
    print(f"by processor time {by_processor:.0%}")


if __name__ == "__main__":
    sys.exit(main())

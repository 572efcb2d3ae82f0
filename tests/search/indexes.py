"""What the tests of building share: how an index folder is looked at, and an encoder that fails."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qa.errors import QAError
from qa.search.index import Index, search_text
from qa.search.outcomes import IndexSummary, Outcome
from tests.fakes import LetterEncoder, write_reports, yearly_report


def content(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


def names(summary: IndexSummary, outcome: Outcome) -> list[str]:
    return [Path(file.path).name for file in summary.of(outcome)]


def regions(summary: IndexSummary) -> set[str | None]:
    return {report.region for report in summary.reports}


def check_rows(folder: Path) -> None:
    """Ids are dense, and each has its own vector."""
    encoder = LetterEncoder()
    held = Index.open(folder, encoder=encoder)
    passages = list(held.library.all_passages())
    assert [passage.passage_id for passage in passages] == list(range(1, len(passages) + 1))
    rows = held.vectors.vectors(list(range(1, len(passages) + 1)))
    np.testing.assert_allclose(rows, encoder.encode_passages([search_text(one) for one in passages]), atol=1e-6)
    held.library.close()


def many(folder: Path, count: int) -> Path:
    """A folder of reports of `count` years in one form."""
    return write_reports(folder, **{f"年{year}": yearly_report(year) for year in range(2000, 2000 + count)})


class FailingEncoder(LetterEncoder):
    """Gives vectors of `chunks` calls, then none."""

    def __init__(self, digest: str = "1" * 64, *, chunks: int = 0, error: BaseException | None = None) -> None:
        super().__init__(digest)
        self._left = chunks
        self._error = error or QAError("编码失败")

    def encode_passages(
        self, texts: Sequence[str], progress: Callable[[str, int, int], None] | None = None
    ) -> NDArray[np.float32]:
        if not self._left:
            raise self._error
        self._left -= 1
        return super().encode_passages(texts, progress)

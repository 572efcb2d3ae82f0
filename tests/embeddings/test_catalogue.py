"""The default models as listed."""

from __future__ import annotations

import pytest

from embeddings.catalogue import WEIGHTS


@pytest.mark.parametrize("name", sorted(WEIGHTS))
def test_parts_make_up_their_file(name: str) -> None:
    for file in WEIGHTS[name].files:
        assert sum(part.size_bytes for part in file.parts) == file.size_bytes
        assert len(file.sha256) == 64

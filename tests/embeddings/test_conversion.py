"""The formats that are read; the conversions themselves are proven by the converted weights."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from embeddings import conversion


def test_q4_0_follows_its_definition() -> None:
    block = np.float16(0.5).tobytes() + bytes(low | (15 - low) << 4 for low in range(16))
    expected = [(nibble - 8) * 0.5 for nibble in [*range(16), *range(15, -1, -1)]]
    assert conversion.dequantise_q4_0(block).tolist() == expected


def test_an_encoder_file_of_another_format_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.bin").write_bytes(b"GGUF" + bytes(100))
    with pytest.raises(conversion.FormatError, match="E5S1"):
        conversion.read_e5(tmp_path / "x.bin")

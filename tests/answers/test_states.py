"""What is made of a layer's states: the last one, and the means over pieces of the prompt."""

from __future__ import annotations

import numpy as np
import pytest

from qa.answers.states import pooled

# Six letters, one token each; the state of each token is its place, twice.
PROMPT = "abcdab"
HELD = np.repeat(np.arange(6, dtype=np.float32)[:, None], 2, axis=1)


@pytest.mark.parametrize(
    ("pieces", "means"),
    [
        pytest.param((), [], id="none"),
        pytest.param(("bc", "d"), [1.5, 3.0], id="in order"),
        pytest.param(("d", "ab"), [3.0, 4.5], id="the second time it stands there"),
    ],
)
def test_means_of_pieces_stand_behind_the_last_state(pieces: tuple[str, ...], means: list[float]) -> None:
    told = pooled(HELD, PROMPT, pieces, len)
    assert told.tolist() == [5.0, 5.0, *(mean for mean in means for _ in range(2))]


def test_a_piece_that_shares_its_token_has_the_state_of_that() -> None:
    assert pooled(HELD[:2], "abcd", ("b",), lambda text: len(text) // 2).tolist()[2:] == [0.0, 0.0]


def test_a_piece_that_is_not_there_is_an_error() -> None:
    with pytest.raises(ValueError, match="substring"):
        pooled(HELD, PROMPT, ("x",), len)

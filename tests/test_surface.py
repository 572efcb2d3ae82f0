"""What `import qa` offers: exactly the names of `__all__`, sorted, each with a docstring."""

from __future__ import annotations

from types import ModuleType

import pytest

import qa


def test_all_is_exactly_the_public_names() -> None:
    public = [
        name for name, value in vars(qa).items() if not name.startswith("_") and not isinstance(value, ModuleType)
    ]
    assert sorted(public) == sorted(qa.__all__)


def test_all_is_sorted_and_without_repeats() -> None:
    assert list(qa.__all__) == sorted(set(qa.__all__))


@pytest.mark.parametrize("name", qa.__all__)
def test_public_names_are_documented(name: str) -> None:
    assert (getattr(qa, name).__doc__ or "").strip()

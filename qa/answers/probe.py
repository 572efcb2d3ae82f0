"""Linear probes: what a model's state tells of a sentence beside a question.

Asked in words, a model leans to "yes"; a linear classifier of its states (Alain and Bengio 2016) knows better.
The probes in `probes.npz` are fitted by `benchmarks/judging.py --fit` to questions of many writers.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from qa.answers.states import State

PROBES = Path(__file__).with_name("probes.npz")


class Reading(NamedTuple):
    """How likely a sentence tells what is asked, or tells otherwise what the question takes for granted."""

    answers: float
    contradicts: float

    @property
    def tells(self) -> float:
        """How likely the sentence is one that must be shown."""
        return self.answers + self.contradicts


@dataclass(frozen=True, slots=True)
class Probe:
    """A multinomial logistic regression on what a layer holds of a prompt and of its two pieces.

    Rows of `weights`, shape (3, 3 * hidden size), and `biases`, shape (3,): neither, answers, contradicts.
    """

    layer: int
    weights: NDArray[np.float32]
    biases: NDArray[np.float32]

    def read(self, state: State) -> Reading:
        """What the state after a `judge_prompt` tells of its sentence."""
        odds = np.exp((logits := self.weights @ state + self.biases) - logits.max())
        _, answers, contradicts = odds / odds.sum()
        return Reading(float(answers), float(contradicts))


@functools.lru_cache
def probe_of(model: str) -> Probe | None:
    """The probe fitted to a default model; None for any other."""
    with np.load(PROBES) as held:
        if f"{model}.layer" not in held:
            return None
        return Probe(int(held[f"{model}.layer"]), held[f"{model}.weights"], held[f"{model}.biases"])


def save(model: str, probe: Probe) -> None:
    """Write the probe of a model to `PROBES`, beside those of others."""
    with np.load(PROBES) as held:
        kept = dict(held)
    kept |= {
        f"{model}.layer": np.array(probe.layer),
        f"{model}.weights": probe.weights,
        f"{model}.biases": probe.biases,
    }
    np.savez(PROBES, **kept)

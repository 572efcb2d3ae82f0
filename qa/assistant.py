"""The pipeline: question -> inquiry -> hits -> evidence -> verified sentences -> Answer."""

from __future__ import annotations

import contextlib
import copy
import datetime as dt
import functools
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Self, TypedDict, Unpack

from qa.answers import evidence as evidence_of
from qa.answers.about import about_reports, against_speaker, is_about_reports
from qa.answers.answering import Answerer
from qa.answers.backcalculation import measured_from
from qa.answers.citing import Composer
from qa.answers.claims import against_claims, against_time, says_when
from qa.answers.differing import with_differing
from qa.answers.elsewhere import rare_words, told_elsewhere
from qa.answers.fulfilment import asks_fulfilment
from qa.answers.generator import Generator, loaded_once
from qa.answers.material import POSSIBLE, SURE, VOUCHED, Material, Outcome, Refusal, Sentence
from qa.answers.operations import OF_ANOTHER_YEAR, UNDIVIDED, find_operation
from qa.answers.series import Outline, series_of
from qa.config import Config
from qa.datatypes import (
    Answer,
    Event,
    Found,
    Hit,
    Inquiry,
    Intent,
    Passage,
    Reason,
    Report,
    Statement,
    Turn,
    Verified,
)
from qa.errors import ConfigError, QAError
from qa.figures.entries import Entry
from qa.figures.ledger import Ledger
from qa.search.building import build_index
from qa.search.index import Encoder, Index, Progress, no_progress
from qa.search.passages import passages_from_texts
from qa.search.planning import Keep
from qa.search.question import understand
from qa.search.retrieval import wanted_of
from qa.search.scope import out_of_scope
from qa.search.stock import Stock

MAX_QUESTION_CHARS = 1000
_ELSEWHERE = 5  # sentences of any region that may tell the very thing
_LACKING = (Reason.NO_REPORT, Reason.NOT_MENTIONED, Reason.NO_FIGURE)


class Options(TypedDict, total=False):
    """What may be given beside the question, for those who hand it on; `Assistant.stream` says what each is."""

    history: Sequence[Turn]
    regions: Sequence[str]
    years: Sequence[int]
    reports: Sequence[str]
    statement: Statement | None


class Assistant:
    """Answers questions over one index; safe to share between threads, one answer is worded at a time."""

    def __init__(
        self,
        index: Index,
        encoder: Encoder,
        generator: Callable[[], Generator],
        config: Config,
        *,
        today: Callable[[], dt.date] = dt.date.today,
    ) -> None:
        """Take ready parts; `today` tells what "今年" means."""
        self._generator = generator
        self._config = config
        self._today = today
        self._take(Stock(index, encoder))

    def _take(self, stock: Stock) -> None:
        self._stock = stock
        self._ledger = Ledger.of(*stock.libraries)
        self._reports = {report.report_id: report for report in stock.reports()}
        self._answerer = Answerer(
            self._generator,
            stock.words.weigh,
            stock.passages_of,
            self._outline,
            max_tokens=self._config.max_answer_tokens,
        )
        self._regions = tuple(sorted({report.region for report in self._reports.values() if report.region}))

    @functools.lru_cache(maxsize=64)  # noqa: B019 - one assistant lives as long as its index
    def _outline(self, report_id: str) -> Outline:
        """The outline of a report; an empty one of a report that is not held."""
        report = self._reports.get(report_id)
        passages = self._stock.passages_of(report_id)
        return Outline(tuple(series_of(report, passages)) if report else (), tuple(passages))

    @classmethod
    def open(cls, index: Index, encoder: Encoder, config: Config) -> Self:
        """Open the generator that `config` names and put the parts together."""
        return cls(index, encoder, loaded_once(config.generator), config)

    def warm_up(self) -> None:
        """Load the model and let it read and say a word, so that no question waits for it.

        A model that cannot be loaded is told of when a question needs it.
        """
        with contextlib.suppress(QAError):
            self._answerer.warm_up()

    def with_files(self, files: Sequence[Path], folder: Path, *, progress: Progress = no_progress) -> Assistant:
        """An assistant that also searches the report files `files`, which are indexed in `folder`.

        This assistant does not change, and nothing of its index is copied. Sentences that an older
        index in `folder` holds are not embedded again.

        Raises:
            ConfigError: none of the files can be read.
        """
        build_index(files, folder, encoder=self._stock.encoder, keep=Keep.GIVEN, progress=progress)
        other = copy.copy(self)
        other._take(self._stock.beside(Index.open(folder, encoder=self._stock.encoder)))
        return other

    def reports(self) -> list[Report]:
        """The reports of the index, by region, date and title; those of `with_files` first."""
        return list(self._reports.values())

    def report(self, report_id: str) -> Report:
        """One report of the index.

        Raises:
            ConfigError: no report has this id.
        """
        if report_id not in self._reports:
            raise ConfigError(f"没有编号为 {report_id} 的报告。用 wenbao reports 查看全部编号。")
        return self._reports[report_id]

    def fronts(self) -> dict[str, Passage]:
        """The front matter of each report (title, date, meeting, speaker), by report_id."""
        found = (self._stock.passages_of(report_id, 0) for report_id in self._reports)
        return {passages[0].report_id: passages[0] for passages in found if passages}

    def indicator(
        self, name: str, *, regions: Sequence[str] = (), years: Sequence[int] = (), reports: Sequence[str] = ()
    ) -> tuple[Entry, ...]:
        """All figures that the reports give for an indicator; see `Ledger.values`."""
        return self._ledger.values(name, regions=regions, years=years, reports=reports)

    def indicator_names(self, *, regions: Sequence[str] = (), limit: int = 60) -> tuple[str, ...]:
        """Indicators that the reports tell for several years or regions, the most told first."""
        return self._ledger.names(regions=regions, limit=limit)

    def settings(self) -> dict[str, str]:
        """What shapes the answers beside the models, in words: thresholds and numbers of hits."""
        return {
            "hits": str(self._config.hits),
            "evidence": str(self._config.evidence),
            "refuses below": str(POSSIBLE),
            "sure from": str(SURE),
        }

    def ask(self, question: str, **options: Unpack[Options]) -> Answer:
        """The answer to `question`; takes and raises what `stream` does."""
        *_, answer = self.stream(question, **options)
        assert isinstance(answer, Answer)
        return answer

    def stream(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        regions: Sequence[str] = (),
        years: Sequence[int] = (),
        reports: Sequence[str] = (),
        statement: Statement | None = None,
    ) -> Iterator[Event]:
        """What was found at once, then verified text piece by piece, then the whole Answer.

        Args:
            question: in Chinese, at most `MAX_QUESTION_CHARS` long.
            history: earlier turns, oldest first, for questions such as "那海淀区呢?".
            regions: search these only, whatever the question names.
            years: take these as the years asked for, whatever the question names.
            reports: ids of the reports to search; empty means all.
            statement: take this as the kind of statement asked for, whatever the question says.

        Raises:
            ConfigError: the question is empty or too long.
            GenerationError: the model failed.
        """
        clock = _Clock()
        _check(question)
        inquiry = understand(
            question, history, held=self._regions, today=self._today(), regions=regions, years=years,
            reports=self.reports(), holders=self._stock.words.holders,
        )  # fmt: skip
        inquiry = _about(inquiry, statement) if statement else inquiry
        hits = tuple(self._stock.search(inquiry, self._config.hits, reports=reports))
        clock.mark("retrieval_s")
        yield Found(inquiry, hits)
        composer = Composer(self._reports)
        refusal: Refusal | None = None
        for outcome in self._outcomes(inquiry, hits, reports):
            if isinstance(outcome, Refusal):
                refusal = outcome
                break
            clock.mark("first_text_s")
            yield Verified(composer.add(outcome), tuple(composer.citations))
        clock.mark("first_text_s")
        clock.mark("total_s")
        yield self._answer(inquiry, hits, composer, refusal, clock)

    def _outcomes(self, inquiry: Inquiry, hits: Sequence[Hit], reports: Sequence[str]) -> Iterator[Outcome]:
        """The answer's sentences, or a refusal where nothing else can be told."""
        for at, outcome in enumerate(self._told(inquiry, hits, reports)):
            if isinstance(outcome, Refusal) and outcome.reason in _LACKING:
                yield from self._rather(outcome, inquiry, hits, reports, first=at == 0) or (outcome,)
            else:
                yield outcome

    def _rather(
        self, refusal: Refusal, inquiry: Inquiry, hits: Sequence[Hit], reports: Sequence[str], *, first: bool
    ) -> Sequence[Sentence]:
        """What is told rather than a refusal: first what the reports of any year tell by the program's own reading.

        Else, where it is the `first` that is told, what the model vouches for, of the time asked about or else of any.
        """
        whenever = self._whenever(inquiry, reports)
        told = self._of_any_year(whenever, reports, first=first)
        if told or not first or refusal.reason is Reason.NO_REPORT:
            return told
        vouched = self._answerer.vouched(self._material(inquiry, hits), refusal.unless)
        vouched = vouched or self._answerer.vouched(whenever, max(refusal.unless, VOUCHED))
        return [vouched] if vouched else []

    def _of_any_year(self, found: Material, reports: Sequence[str], *, first: bool) -> Sequence[Sentence]:
        """What is asked for, told only by how far the level of another time is above or below it.

        Else, where it is the `first` that is told, what the question wrongly asserts.

        Args:
            found: the question with what is found for it of any year and kind of statement.
            reports: ids of the reports to search.
            first: whether nothing is told yet.
        """
        if out_of_scope(replace(found.inquiry, years=(), statement=None, parts=()), found.hits, self.reports()):
            return []
        told = measured_from(found, named=False)
        return told or (against_claims(found, lambda part: self._find(part, reports)) if first else [])

    def _whenever(self, inquiry: Inquiry, reports: Sequence[str]) -> Material:
        """The material for a question, of whichever year and kind of statement."""
        found = self._find(replace(inquiry, years=(), statement=None, parts=()), reports)
        return replace(found, inquiry=inquiry)

    def _told(self, inquiry: Inquiry, hits: Sequence[Hit], reports: Sequence[str]) -> Iterator[Outcome]:
        """The answer's sentences, or a refusal, by the way that suits the question."""

        @functools.cache  # a comparison and what other reports tell of it look for the same parts
        def find(part: Inquiry) -> Material:
            return self._find(part, reports)

        goal = asks_fulfilment(inquiry.standalone)
        scope = replace(inquiry, statement=None, parts=()) if goal else inquiry
        if find_operation(inquiry.standalone) in OF_ANOTHER_YEAR:
            scope = replace(inquiry, years=())
        refusal = out_of_scope(scope, hits, list(self._reports.values()))
        if refusal:
            yield Refusal(*refusal)
            return
        if is_about_reports(inquiry, self.reports()):
            told = about_reports(inquiry, self.reports(), self.fronts(), self._stock.passages_of)
            if told:
                yield from self._answerer.besides(told, inquiry, find)
                return
        yield from against_speaker(inquiry, self.reports(), self._stock.passages_of)
        material = self._material(inquiry, hits)
        if elsewhere := self._elsewhere(material, hits, reports):
            yield from elsewhere
            return
        if says_when(inquiry) and (against := against_time(self._whenever(inquiry, reports))):
            yield from against
            return
        if goal:
            yield from self._answerer.fulfilment(material, find)
            return
        operation = find_operation(inquiry.standalone)
        if not operation and (measured := measured_from(material, named=True)):
            yield from measured
            return
        several = inquiry.parts and operation not in UNDIVIDED and not inquiry.intent.asks_why
        if several and inquiry.intent not in (Intent.SUMMARY, Intent.META, Intent.PERSON):
            outcomes = self._answerer.comparison(material, find)
            yield from with_differing(outcomes, material, find, self._ledger.within)
        elif operation and inquiry.intent in (Intent.COMPUTE, Intent.FIGURE):
            yield from self._answerer.calculation(material, operation, find)
        elif inquiry.intent is Intent.SUMMARY:
            yield from self._answerer.summary(material, find)
        else:
            outcomes = self._answerer.whole(material, find)
            yield from with_differing(outcomes, material, find, self._ledger.within)

    def _elsewhere(self, material: Material, hits: Sequence[Hit], reports: Sequence[str]) -> list[Sentence | Refusal]:
        """What another region's report says of a name that the region asked about does not know."""
        inquiry = material.inquiry
        rarest = self._stock.words.rarest
        rare = rare_words(material, rarest) if inquiry.regions and not inquiry.parts else {}
        if not rare:
            return []
        everywhere = self._stock.search(
            replace(inquiry, regions=(), reports=(), statement=None), _ELSEWHERE, reports=reports
        )
        return told_elsewhere(material, rare, hits, everywhere, rarest)

    def _find(self, part: Inquiry, reports: Sequence[str]) -> Material:
        return self._material(part, self._stock.search(part, self._config.hits, reports=reports))

    def _material(self, inquiry: Inquiry, hits: Sequence[Hit]) -> Material:
        chosen = evidence_of.select(inquiry, hits, self._reports, count=self._config.evidence)
        wanted = wanted_of(inquiry, self._stock.words)
        return Material(inquiry, tuple(chosen), wanted)

    def _answer(
        self, inquiry: Inquiry, hits: tuple[Hit, ...], composer: Composer, refusal: Refusal | None, clock: _Clock
    ) -> Answer:
        answer = Answer(
            question=inquiry.question, text=composer.text, citations=tuple(composer.citations), inquiry=inquiry,
            hits=hits, timings=clock.seconds,
        )  # fmt: skip
        if refusal is None or composer.text:
            return answer
        return replace(answer, text=refusal.message, refused=True, reason=refusal.reason)

    def read(self, question: str, *, passages: Sequence[str]) -> Answer:
        """Answer from the given texts alone, without retrieval; citations number them from 1.

        Raises:
            ConfigError: the question is empty or too long, or there are no passages.
        """
        _check(question)
        if not passages:
            raise ConfigError("没有给出可读的段落。")
        clock = _Clock()
        report, given = passages_from_texts(passages)
        inquiry = understand(question, (), held=(), today=self._today())
        material = self._material(inquiry, [Hit(passage, 1.0) for passage in given])
        composer = Composer({report.report_id: report})
        refusal = None
        for outcome in self._answerer.single(material):
            if isinstance(outcome, Refusal):
                refusal = outcome
                break
            clock.mark("first_text_s")
            composer.add(outcome)
        clock.mark("total_s")
        return self._answer(inquiry, (), composer, refusal, clock)


def _about(inquiry: Inquiry, statement: Statement) -> Inquiry:
    parts = tuple(replace(part, statement=statement) for part in inquiry.parts)
    return replace(inquiry, statement=statement, parts=parts)


class _Clock:
    """Seconds since the question, by name; the first mark of a name counts."""

    def __init__(self) -> None:
        self._start = time.perf_counter()
        self.seconds: dict[str, float] = {}

    def mark(self, name: str) -> None:
        self.seconds.setdefault(name, round(time.perf_counter() - self._start, 4))


def _check(question: str) -> None:
    if not question.strip():
        raise ConfigError("问题是空的，请输入一个问题。")
    if len(question) > MAX_QUESTION_CHARS:
        raise ConfigError(f"问题太长（{len(question)}字），请缩短到{MAX_QUESTION_CHARS}字以内。")

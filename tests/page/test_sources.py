from __future__ import annotations

import re

from qa.page.sources import catalogue, example_questions, region_choices, source_list, year_choices
from tests.page.fakes import FakeAssistant
from tests.page.markup import shown

REPORTS = FakeAssistant().reports()


def test_catalogue_keeps_the_order_and_counts_paragraphs() -> None:
    sources = list(catalogue(REPORTS).values())
    assert [(source.region, source.paragraphs, source.file) for source in sources] == [
        ("栎木区", 7, "栎木区_2023.txt"),
        ("东河区", 3, "东河区_2023.txt"),
    ]


def test_choices_cover_regions_and_years() -> None:
    sources = catalogue(REPORTS)
    assert region_choices(sources) == ["东河区", "栎木区"]
    assert year_choices(sources) == [("2023年", 2023), ("2022年", 2022)]


def test_source_list_opens_each_report() -> None:
    assert re.findall(r'data-report="(.*?)"', source_list(catalogue(REPORTS))) == ["栎木区-2022", "东河区-2022"]
    assert shown(source_list({}))[0] == "索引里还没有报告。"


def test_example_questions_name_what_the_reports_hold() -> None:
    questions = example_questions(REPORTS)
    assert len(questions) == len(set(questions)) == 4
    regions = {report.region for report in REPORTS}
    assert all(any(str(region) in question for region in regions) for question in questions)


def test_example_questions_do_not_depend_on_the_order_of_reports() -> None:
    assert example_questions(REPORTS) == example_questions(REPORTS[::-1])


def test_example_questions_of_nothing_are_none() -> None:
    assert example_questions([]) == ()

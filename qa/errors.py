"""Errors that a person can mend. The command line and the page catch `QAError` only.

QAError
├── ConfigError        an option or a question that cannot be used
├── ReportError        a report that cannot be read (file and reason)
├── WeightsError       model files missing or damaged (file and the command to fetch them)
├── StaleIndexError    an index that does not fit its reports or its encoder (command to rebuild)
└── GenerationError    the local model or the endpoint failed

Messages are in Chinese, in one line: what is wrong, where, and what to do.
"""


class QAError(Exception):
    """Parent of all errors that are shown to the user as one line."""


class ConfigError(QAError):
    """An option, a path or a question that cannot be used."""


class ReportError(QAError):
    """A report that cannot be read; the message names file and reason."""


class WeightsError(QAError):
    """Model files are missing or damaged; the message names the command to fetch them."""


class StaleIndexError(QAError):
    """An index is missing, damaged or made by another encoder; the message names the command to rebuild it."""


class GenerationError(QAError):
    """The local model or the endpoint failed while wording an answer."""

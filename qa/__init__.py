"""Question answering over Chinese government reports: every sentence cited, every figure checked.

import qa
answer = qa.ask("海淀区2022年新设企业多少户?")
print(answer.text, answer.citations)
"""

from qa.datatypes import Answer, Citation, Found, Hit, Inquiry, Passage, Report, Turn, Verified
from qa.errors import QAError
from qa.opening import ask, index_reports, open_assistant, remove_reports

__all__ = [
    "Answer",
    "Citation",
    "Found",
    "Hit",
    "Inquiry",
    "Passage",
    "QAError",
    "Report",
    "Turn",
    "Verified",
    "ask",
    "index_reports",
    "open_assistant",
    "remove_reports",
]

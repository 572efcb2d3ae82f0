"""Places in a question: regions whose reports are held, and places that are not.

Short names count ("海淀" for 海淀区). Words of place come from jieba's dictionary, so that a
district whose reports are not held is seen as such. Knows names only, no report.
"""

from __future__ import annotations

import functools
import logging
import re
from collections.abc import Sequence

_SUFFIX = re.compile(r"(?:特别行政区|自治区|自治州|自治县|自治旗|新区|省|市|区|县|旗|州|盟)$")
_UNIT_WORDS = frozenset(
    [
        "市区",
        "城区",
        "地区",
        "全市",
        "全区",
        "本区",
        "我区",
        "各区",
        "社区",
        "园区",
        "郊区",
        "县区",
        "省市",
        "区县",
        "街区",
        "校区",
        "小区",
        "城市",
        "老城区",
    ]
)
_PROVINCES = frozenset(
    [
        "北京",
        "天津",
        "上海",
        "重庆",
        "河北",
        "山西",
        "辽宁",
        "吉林",
        "黑龙江",
        "江苏",
        "浙江",
        "安徽",
        "福建",
        "江西",
        "山东",
        "河南",
        "湖北",
        "湖南",
        "广东",
        "海南",
        "四川",
        "贵州",
        "云南",
        "陕西",
        "甘肃",
        "青海",
        "台湾",
        "内蒙古",
        "广西",
        "西藏",
        "宁夏",
        "新疆",
        "香港",
        "澳门",
    ]
)


def short_name(region: str) -> str:
    """The region without its suffix where at least two characters are left: "海淀区" gives "海淀"."""
    short = _SUFFIX.sub("", region)
    return short if len(short) >= 2 else region


@functools.lru_cache(maxsize=1)
def _place_words() -> frozenset[str]:
    """Words that jieba's dictionary marks as places and that look like an administrative region."""
    import jieba.posseg

    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    jieba.posseg.dt.initialize()
    tags = jieba.posseg.dt.word_tag_tab
    full = {word for word, tag in tags.items() if tag == "ns" and len(word) >= 2 and _SUFFIX.search(word)}
    short = {short_name(word) for word in full if word[-1] in "省市区县"}
    known = {word for word in short if len(word) >= 2 and tags.get(word, "ns") in ("ns", "nr")}
    return frozenset((full | known | _PROVINCES) - _UNIT_WORDS)


def find_regions(text: str, held: Sequence[str]) -> list[tuple[int, str]]:
    """Positions and names of held regions in `text`, in order; a short name counts unless a longer word holds it.

    "朝阳" in "朝阳群众" counts too: it is the same district.
    """
    found: dict[int, str] = {}
    for region in sorted(held, key=len, reverse=True):
        for name in {region, short_name(region)}:
            for match in re.finditer(re.escape(name), text):
                if not any(at <= match.start() < at + len(other) for at, other in found.items()):
                    found[match.start()] = region
    return sorted(found.items())


def find_other_places(text: str, held: Sequence[str]) -> list[str]:
    """Administrative places in `text` whose reports are not held, in order, each once.

    A place above a held region (北京 over 朝阳区) is found too; who asks decides what it means.
    """
    import jieba

    known = {name for region in held for name in (region, short_name(region))}
    places = _place_words()
    seen: dict[str, None] = {}
    for word in jieba.cut(text):
        if word in places and word not in known and not any(word.startswith(name) for name in known):
            seen.setdefault(word)
    return list(seen)

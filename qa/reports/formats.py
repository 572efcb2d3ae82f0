"""A file in, its text out: txt in any Chinese encoding, html, docx, pdf.

Every block (paragraph, list item, table row) becomes a line. Nothing is known here of
headings, furniture or reports; only whether the text is Chinese at all.
"""

from __future__ import annotations

import html
import re
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path

from charset_normalizer import from_bytes

from qa.errors import ReportError
from qa.text import fold

MAX_FILE_BYTES = 40 * 2**20  # the largest reports with pictures have some 20 MB
_MAX_MARKUP_BYTES = 10 * 2**20  # a saved page of a long report has about 1 MB
_MAX_UNPACKED_BYTES = 200 * 2**20
_MAX_PACKING = 100  # a real docx packs 5 to 20 fold, a zip bomb more than 1000 fold
_MIN_CHINESE_CHARS = 10
_MIN_CHINESE_SHARE = 0.3
_MIN_COMMON_SHARE = 0.08  # in right decodings two of five characters are common ones, in wrong ones mostly under 1%
_MAX_BROKEN_SHARE = 0.01

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_BROKEN = re.compile(r"[\ufffd\ue000-\uf8ff]")
_COMMON = frozenset(  # the most frequent ones of reports
    "的和业国一工发建大产展进民人中经要加全年设力化实在政有作新生会地增是主改行制动不我济高重社成市资以农个家强上推区持了提"
    "合能务为体企各保开理等们现方面定对长平项好革基分城用义同度出五量治入到目坚品点学步部技这施水造级法三续十代"
)

_RADICALS = (
    "⺁厂⺇几⺌小⺎兀⺏尢⺐尢⺒巳⺓幺⺛旡⺝月⺟母⺠民⺡氵⺢水⺣灬⺩王⺫目⺬示⺮竹⺶羊⺷羊⺸羊⺼肉⻀艹⻁虎⻄西⻅见⻆角"
    "⻉贝⻋车⻑長⻓长⻔门⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻨麦⻩黄⻬齐⻮齿⻯竜⻰龙⻳龟"
)
_LOOKALIKES = {  # radicals that PDF fonts give for characters, and the long dash
    **{code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)},
    **{ord(radical): character for radical, character in zip(_RADICALS[::2], _RADICALS[1::2], strict=True)},
    ord("⼾"): "户",
    0x2E3A: "——",
}

SUFFIXES = {
    ".txt": "txt", ".text": "txt", ".md": "txt",
    ".html": "html", ".htm": "html", ".mhtml": "html", ".xhtml": "html",
    ".docx": "docx",
    ".pdf": "pdf",
}  # fmt: skip
# Formats that reports come in and that are not read: a person is told so, file by file.
UNREADABLE_SUFFIXES = frozenset({".doc", ".wps", ".rtf", ".odt", ".ofd", ".xls", ".xlsx", ".zip", ".rar", ".7z"})


def read_text(path: Path) -> str:
    """The text of a report file, lines parted by "\\n", escapes of page dumps resolved.

    Raises:
        ReportError: the file cannot be read, is too large, damaged, encrypted, a scan, or not Chinese.
    """
    kind = SUFFIXES.get(path.suffix.lower())
    if kind is None:
        raise _refusal(path, f"不支持 {path.suffix or '没有扩展名的'} 文件", "请另存为 txt、html、docx 或 pdf")
    data = _bytes_of(path)
    _check_container(path, kind, data)
    try:
        text = _reader(kind)(data)
    except ReportError as error:
        raise ReportError(f"{path.name}：{error}") from error.__cause__
    text = _tidy(text)
    _check_chinese(path, kind, text)
    return text


def _reader(kind: str) -> Callable[[bytes], str]:
    if kind == "txt":
        return _plain_text
    from qa.reports import documents  # the libraries for Word and PDF take 0.25 s to import

    if kind == "html":
        return lambda page: documents.html_text(_plain_text(page))
    return documents.word_text if kind == "docx" else documents.pdf_text


def _refusal(path: Path, reason: str, remedy: str) -> ReportError:
    return ReportError(f"{path.name}：{reason}。{remedy}。")


def _bytes_of(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            limit = MAX_FILE_BYTES // 2**20
            raise _refusal(path, f"文件过大（{size / 2**20:.0f} MB）", f"请提供 {limit} MB 以内的文件")
        data = path.read_bytes()
    except OSError as error:
        reason = "没有读取权限" if isinstance(error, PermissionError) else f"无法打开（{error.strerror}）"
        raise _refusal(path, reason, "请检查路径和读取权限") from error
    if not data.strip(b"\x00 \t\r\n"):
        raise _refusal(path, "文件没有内容", "请重新下载或导出")
    return data


def _check_container(path: Path, kind: str, data: bytes) -> None:
    """Refuse by the first bytes and the zip directory, before any parser opens the file."""
    if kind == "html" and len(data) > _MAX_MARKUP_BYTES:
        raise _refusal(path, f"网页过大（{len(data) / 2**20:.0f} MB）", "请只保存正文，或另存为 txt")
    if kind == "pdf" and b"%PDF-" not in data[:1024]:
        raise _refusal(path, "不是有效的 PDF", "请重新下载，或另存为 txt")
    if kind == "docx":
        if data.startswith(b"\xd0\xcf\x11\xe0"):
            raise _refusal(path, "Word 文件已加密，或是旧版 doc 格式", "请去掉密码并另存为 docx")
        _check_archive(path)


def _check_archive(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            damaged = "word/document.xml" not in archive.namelist()
    except (zipfile.BadZipFile, OSError) as error:
        raise _refusal(path, "Word 文件已损坏", "请用 Word 或 WPS 打开后重新另存为 docx") from error
    if damaged:
        raise _refusal(path, "不是 Word 文档", "请用 Word 或 WPS 另存为 docx")
    unpacked = sum(entry.file_size for entry in entries)
    bloated = any(entry.file_size > 2**20 and entry.file_size > _MAX_PACKING * entry.compress_size for entry in entries)
    if unpacked > _MAX_UNPACKED_BYTES or bloated:
        raise _refusal(path, f"解压后异常庞大（{unpacked / 2**20:.0f} MB）", "文件可疑，未打开；请换一份文件")


def _check_chinese(path: Path, kind: str, text: str) -> None:
    letters = sum(character.isalpha() for character in text)
    chinese = len(_CHINESE.findall(text))
    if chinese < _MIN_CHINESE_CHARS or chinese < _MIN_CHINESE_SHARE * letters:
        pictured = "" if kind == "txt" else "；若内容是图片，请先做文字识别（OCR）"
        raise _refusal(path, "没有读到足够的中文文字", f"请确认这是中文报告{pictured}")
    if _common_share(text) < _MIN_COMMON_SHARE or len(_BROKEN.findall(text)) > _MAX_BROKEN_SHARE * len(text):
        raise _refusal(path, "文字是乱码", "请另存为 UTF-8 编码的 txt")


def _plain_text(data: bytes) -> str:
    """Decode by mark, then as UTF-8, then by the candidate whose text is most Chinese."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    guess = from_bytes(data[: 2**18]).best()
    candidates = dict.fromkeys(
        ["gb18030", "big5hkscs", "utf-16-le", "utf-16-be", "utf-8", *([guess.encoding] if guess else [])]
    )
    texts = [data.decode(encoding, errors="replace") for encoding in candidates]
    return max(texts, key=_decoding_score)


def _decoding_score(text: str) -> float:
    return _common_share(text) - 10 * len(_BROKEN.findall(text)) / max(1, len(text))


def _common_share(text: str) -> float:
    chinese = _CHINESE.findall(fold(text[: 2**18]))
    return sum(character in _COMMON for character in chinese) / max(1, len(chinese))


def _tidy(text: str) -> str:
    """Resolve line ends and the escapes that page dumps carry; drop the page numbers of a printed text."""
    text = re.sub(r"<U\+([0-9A-Fa-f]{4,5})>", lambda match: chr(int(match[1], 16)), text)
    text = text.replace("\\r\\n", "\n").replace("\\n", "\n").replace("_x000D_", "\n")
    if "&" in text:
        text = re.sub(r"&(?:nbsp|ensp|emsp|ldquo|rdquo|middot|mdash|hellip|amp|lt|gt|quot|#\d{2,5});?", _entity, text)
    text = text.translate(_LOOKALIKES)
    text = re.sub(r"\?{2,}", lambda match: " " * len(match[0]), text)  # blanks lost in an old encoding
    text = re.sub(r"<!--(?:(?!<!--).)*?-->", "\n", text, flags=re.DOTALL)  # up to the next: no search to the end each
    text = re.sub(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]", "\n", text)
    text = re.sub(r"\n[\u200b\ufeff]+\n", "\n", text)  # a line broken at an invisible mark
    text = re.sub(r"\n[ \u3000]*[-—–－]+[ \u3000]*\d{1,3}[ \u3000]*[-—–－]+[ \u3000]*(?=\n|$)", "", text)
    return re.sub(r"[\x00-\x08\x0e-\x1f\x7f\u200b-\u200f\u2060\ufeff]", "", text)


def _entity(match: re.Match[str]) -> str:
    return html.unescape(match[0] if match[0].endswith(";") else match[0] + ";")

"""What stands around a report's sections: its title, whom it is addressed to, its table of contents, its closing."""

import re
from dataclasses import dataclass

from ingest.headings import blank_before
from ingest.names import SIGNED, reads_as_name
from ingest.view import View, clean

Range = tuple[int, int]

_TITLE_END = re.compile(r"(?:报告|年报|总结|汇报)》?(?:\([^)]{1,20}\)|【[^】]{1,20}】)?$")
_SUBTITLE = re.compile(r"\(?(?:20\d\d|二[〇○零Oo0]..)(?:[—\-~至]20\d\d)?(?:学年|年)度?\)?")
_NUMBERED_PAPER = r"[〔\[(]20\d\d[〕\])].{0,3}\d+号"
_NOT_TITLE = re.compile(rf"[。,;:!?|]|文件$|^附|^目录$|{_NUMBERED_PAPER}|^20\d\d年\d+月\d+日|^20\d\d[-/.]\d")
# What a title says of any report: a line of nothing else names no body.
_BOILERPLATE = re.compile(
    r"(?:20\d\d|二[〇○零Oo0]..)年?度?|关于|报送|政府|政务|信息公开|政务公开|工作|情况|年度|年报|报告|总结|的|[()]"
)
# A title with the text running on behind it in one line, either after a blank or with words that open a report.
_LEADING_TITLE = re.compile(r"(?!根据|按照|依据|为|现将?)[^。,;:!?|\n]{4,60}?(?:报告|年报|总结)(?:\([^)]{1,20}\))?")
_OPENS_TEXT = re.compile(r"根据|按照|依据|现将|本报告|[(]?一[)、]")
_LETTER = re.compile(r"[^,。;:]{2,40}:")
_NOT_ADDRESSEE = re.compile(
    r"如下|联系|电话|时间|来源|日期|索引|名称|网址|目录|主题|机构|标题|文号|生成|分类|作者|浏览"
)
_CHINESE_DAY = r"[一二三四五六七八九十廿卅]{1,3}"
_DATE = (
    r"(?:20\d\d|[二2][〇○零Oo0][〇○零Oo一二三四五六七八九\d]{2})[年./-]"
    rf"(?:\d{{1,2}}|{_CHINESE_DAY})(?:[月./-](?:\d{{1,2}}|{_CHINESE_DAY})日?|月)"
)
_DATED = re.compile(_DATE)
SIGNED_DATE = re.compile(rf"({SIGNED}):?{_DATE}")
# At the end of a paragraph whose report has no line for its signature.
_SIGNED_TAIL = re.compile(rf"(?<=[。!?])({SIGNED}){_DATE}$")
_SIGNATURE = re.compile(SIGNED)
# Notes below the text: annexes named, whether the paper is public, whom to ask, who got copies, page numbers.
_NOTE = re.compile(
    rf"(?:.{{0,6}}(?:日期|时间):)?{_DATE}(?:印发)?|特此(?:报告|汇报|说明|公告|公布)[。!]?|附[件表录]?\d?[:.][^。]{{0,80}}"
    r"|\(?(?:此件|此文|本文)[^。,]{0,12}公开[^。,]{0,6}\)?|[-—]+\d{1,3}[-—]+"
    r"|\(?(?:联系人|联系电话|联系方式|单位负责人|审核人|填报人|填表人|主题词|抄送|抄报|来源|责任编辑|编辑|作者):[^。]{0,100}"
)
_LINE = re.compile(r"[^\r\n\u2028\u2029\x0b\x0c\x85]+")
_LONGEST_NOTE = 120
_LEADER = re.compile(r"(?:\.{3,}|…+|·{3,}|-{4,}|_{4,})\(?\d+\)?$")
_PAGE = re.compile(r"[.…·\-_]*\(?\d*\)?$")
_LONGEST_TITLE_LINE = 60
_LONGEST_CONTENTS_LINE = 60
_HEAD_LINES = 15


@dataclass(frozen=True)
class Frame:
    """Ranges in the view; ``after`` is where the rest of the text begins."""

    title: Range | None
    addressee: Range | None
    after: int


def read_frame(view: View, limit: int) -> Frame:
    """Title and addressee among the lines before ``limit``, the view index of the first numbered heading."""
    lines = [(s, e) for s, e in view.lines if s < e and s < limit][:_HEAD_LINES]
    title, following = _title(view, lines)
    addressee = _addressee(view, lines[following : following + 2]) if title else None
    after = addressee[1] if addressee else title[1] if title else 0
    return Frame(title, addressee, after)


def is_report_title(title: str) -> bool:
    """Whether a cleaned title is that of a report on the disclosure of information."""
    return "公开" in title and _TITLE_END.search(title) is not None


def is_date(line: str) -> bool:
    """Whether a cleaned line is nothing but a day or a month."""
    return _DATED.fullmatch(line) is not None


def closing_offset(text: str, start: int, end: int) -> int:
    """Where the closing at the end of ``text[start:end]`` begins, as an offset into ``text``; ``end`` without one.

    A closing is signature, date and the notes below.
    A name alone on the last line signs only what ends with a full stop before it; over a date it always does.
    """
    found, signed_only = end, True
    for line in reversed(list(_LINE.finditer(text, start, end))):
        words = clean(line[0]) if len(line[0]) <= 2 * _LONGEST_NOTE else ""
        if _is_note(words):
            found, signed_only = line.start(), False
        elif _is_signature(words):
            found = line.start()
        elif line[0].strip():
            tail = _signed_tail(line) if found == end else end
            return end if found < end and signed_only and line[0].rstrip()[-1] not in "。！？!?" else min(found, tail)
    return found


def _is_note(words: str) -> bool:
    return _NOTE.fullmatch(words) is not None or SIGNED_DATE.fullmatch(words) is not None


def _is_signature(words: str) -> bool:
    return _SIGNATURE.fullmatch(words) is not None and reads_as_name(words, words, led=True)


def _signed_tail(line: re.Match[str]) -> int:
    """Where a signature and its date begin behind the last full stop of a line; a great number without them."""
    first = max(0, len(line[0]) - _LONGEST_NOTE)
    view = View(line[0][first:])
    tail = _SIGNED_TAIL.search(view.text)
    return line.start() + first + view.at(tail.start()) if tail else line.end()


def contents_lines(view: View, lines: list[Range]) -> set[int]:
    """Which of ``lines`` belong to a table of contents."""
    texts = [view.text[s:e] for s, e in lines]
    skipped = {i for i, text in enumerate(texts) if _has_leader(text)}
    for i, text in enumerate(texts[:-1]):
        if text.strip("#*") in {"目录", "目次"}:
            skipped.update(range(i, _contents_end(texts, i + 1)))
    return skipped


def _contents_end(texts: list[str], first: int) -> int:
    """The line where the text proper begins: the one that says again what the first entry says."""
    entry = _PAGE.sub("", texts[first][:_LONGEST_CONTENTS_LINE])
    for i in range(first + 1, len(texts)):
        if entry and texts[i].startswith(entry) and not _has_leader(texts[i]):
            return i
        if len(texts[i]) > _LONGEST_CONTENTS_LINE:
            break
    return next((i for i in range(first, len(texts)) if texts[i] and not _is_said_again(texts, i)), first)


def _is_said_again(texts: list[str], i: int) -> bool:
    """Whether a later line opens with what this one says before its page number."""
    entry = _PAGE.sub("", texts[i][:_LONGEST_CONTENTS_LINE])
    return len(entry) > 3 and any(text.startswith(entry) for text in texts[i + 1 :] if not _has_leader(text))


def _has_leader(text: str) -> bool:
    return _LEADER.search(text[-_LONGEST_CONTENTS_LINE:]) is not None


def _title(view: View, lines: list[Range]) -> tuple[Range | None, int]:
    """The title's range, and the index of the line that follows it."""
    for i, line in enumerate(lines):
        first = _first_title_line(view, lines, i)
        if _ends_title(_line(view, line)) and is_report_title("".join(_line(view, r) for r in lines[first : i + 1])):
            last = i + 1 if i + 1 < len(lines) and _SUBTITLE.fullmatch(_line(view, lines[i + 1])) else i
            return (_words(view, lines[first])[0], _words(view, lines[last])[1]), last + 1
    leading = _leading_title(view, lines[0]) if lines else None
    if leading:
        return leading, 1
    if lines and _could_be_title(_line(view, lines[0])):
        return _words(view, lines[0]), 1
    return None, 0


def _leading_title(view: View, line: Range) -> Range | None:
    """The title that the first line of a report begins with, when the text goes on behind it in the same line."""
    start, end = _words(view, line)
    match = _LEADING_TITLE.match(view.text, start, end)
    if not match or match.end() == end or not is_report_title(match[0]):
        return None
    goes_on = blank_before(view, match.end()) or _OPENS_TEXT.match(view.text, match.end(), end)
    return (start, match.end()) if goes_on else None


def _first_title_line(view: View, lines: list[Range], last: int) -> int:
    """How far up the title that ends on line ``last`` reaches: a line that names no body needs the one above."""
    first = last
    while first > max(0, last - 3):
        joined = "".join(_line(view, r) for r in lines[first : last + 1])
        above = lines[first - 1]
        if len(_BOILERPLATE.sub("", joined)) > 1 and is_report_title(joined):
            break
        if not _could_be_title(_line(view, above)) or view.text.count("\n", above[1], lines[first][0]) > 2:
            break
        first -= 1
    return first


def _ends_title(line: str) -> bool:
    return len(line) <= _LONGEST_TITLE_LINE and bool(_TITLE_END.search(line)) and not re.search("[。,;:!?]", line)


def _could_be_title(line: str) -> bool:
    return 1 < len(line) <= 40 and not _NOT_TITLE.search(line)


def _addressee(view: View, lines: list[Range]) -> Range | None:
    for line in lines:
        text = _line(view, line)
        if _LETTER.fullmatch(text) and not _NOT_ADDRESSEE.search(text):
            return line
    return None


def _words(view: View, line: Range) -> Range:
    """The line without Markdown's signs."""
    start, end = line
    while start < end and view.text[start] in "#*":
        start += 1
    while end > start and view.text[end - 1] in "#*":
        end -= 1
    return start, end


def _line(view: View, line: Range) -> str:
    return view.text[slice(*_words(view, line))]

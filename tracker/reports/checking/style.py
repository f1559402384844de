"""How a report is written: names off by a letter, words twice, numbers and days in two styles. Never an error."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from tracker.core.text import fold_accents, fold_tones, is_one_edit_apart
from tracker.reports.checking.paper import (
    Family,
    FindingCase,
    FindingPlace,
    Passage,
    ReportFinding,
    ReportUnderCheck,
    Severity,
)

_TWICE = re.compile(r"\b(\w{2,}(?: \w+)?) \1\b")
_MAY_REPEAT = frozenset({"luon", "dan", "doi", "ngay", "nam", "thuong", "hai", "ba", "tung", "moi", "lan", "song"})
_PLACE_NAME = re.compile(r"\b(?:xã|phường|thị trấn) ((?:[A-ZĐÀ-Ỹ]\w+)(?: [A-ZĐÀ-Ỹ]\w+){1,2})")
_UNIT_NAME = re.compile(
    r"\b(?:Trung tâm|Phòng|Ban|Đội|Văn phòng)(?: (?:[A-ZĐ][^\s,;.:()]*|và|-|–|hóa|hoá|tin|thao|,)){1,8}"
)
_TYPOS = {
    "hop kiem diem": "Họp kiểm điểm",
    "he thong hop truc tuyen": "Hệ thống họp trực tuyến",
    "thong ke tthc": "Thống kê TTHC",
}
_WRONG_SPELLING = {
    "Hợp kiểm": "hop kiem diem",
    "hợp trực tuyến": "he thong hop truc tuyen",
    "Thông kê": "thong ke tthc",
}
_DOT_PERCENT, _COMMA_PERCENT = re.compile(r"\d+\.\d+ ?%"), re.compile(r"\d+,\d+ ?%")
_DAY_WORDS = re.compile(r"\bngày \d{1,2} tháng \d{1,2} năm \d{4}")
_DAY_STROKES = re.compile(r"\b\d{1,2}/\d{1,2}/\d{4}\b")
_SPACED_DAY = re.compile(r"\b\d{1,2} /\d{1,2}/\d{4}|\b\d{1,2}/ \d{1,2}/\d{4}")
THOUSAND = 1000
_TONE_PAIRS = re.compile(r"\b\w*(?:oá|óa|oà|òa|oạ|ọa|uý|úy|uỷ|ủy)\b", re.IGNORECASE)


def check_style(report: ReportUnderCheck, names: Sequence[str] = ()) -> Iterator[ReportFinding]:
    """Yield matters of style; `names` are places of this authority («Hương Chữ»), against which a letter off shows."""
    yield from _twice(report)
    yield from _places(report, names)
    yield from _units(report)
    yield from _spelling(report)
    yield from _tones(report)
    yield from _numbers(report)
    yield from _days(report)


def _twice(report: ReportUnderCheck) -> Iterator[ReportFinding]:
    for passage in report.passages:
        for match in _TWICE.finditer(passage.text):
            if fold_accents(match[1]) not in _MAY_REPEAT and not match[1].isdigit():
                yield _about(passage.place(), Family.TYPO, FindingCase.WORD_TWICE, words=match[0], once=match[1])


def _places(report: ReportUnderCheck, names: Sequence[str]) -> Iterator[ReportFinding]:
    """Look for a place named a letter off another that is known, or named more often."""
    found: dict[str, list[Passage]] = defaultdict(list)
    for passage in report.passages:
        for match in _PLACE_NAME.finditer(passage.text):
            found[match[1]].append(passage)
    known = [*names, *(name for name in found)]
    for name, passages in found.items():
        if any(fold_tones(name) == fold_tones(each) for each in names):
            continue
        near = [each for each in known if each != name and _is_near(name, each)]
        better = [each for each in near if each in names or len(found.get(each, ())) >= len(passages)]
        if better:
            yield _about(passages[0].place(), Family.ALIAS, FindingCase.NAME_ONE_LETTER_OFF, name=name, meant=better[0])


def _is_near(name: str, other: str) -> bool:
    """Tell whether two names differ in one letter or in one mark."""
    first, second = name.casefold(), other.casefold()
    return fold_accents(name) == fold_accents(other) or is_one_edit_apart(first, second)


def _units(report: ReportUnderCheck) -> Iterator[ReportFinding]:
    forms: dict[str, dict[str, FindingPlace]] = defaultdict(dict)
    for passage in report.passages:
        for match in _UNIT_NAME.finditer(passage.text):
            name = match[0].strip(" ,-–")
            key = re.sub(r"[^a-z]+", " ", fold_accents(name)).replace(" va ", " ").strip()
            if len(key.split()) > 3:
                forms[key].setdefault(name, passage.place())
    for spelled in forms.values():
        if len(spelled) > 1:
            yield ReportFinding(
                Family.ALIAS, FindingCase.NAME_IN_SEVERAL_FORMS, Severity.STYLE, tuple(spelled.values()), (),
                {"forms": tuple(spelled)},
            )  # fmt: skip


def _spelling(report: ReportUnderCheck) -> Iterator[ReportFinding]:
    lines = [(each.text, each.place()) for each in report.passages] + [(row.label, row.place()) for row in report.rows]
    for text, place in lines:
        for wrong, name in _WRONG_SPELLING.items():
            if wrong in text:
                yield _about(place, Family.TYPO, FindingCase.LIKELY_TYPO, words=wrong, meant=_TYPOS[name])


def _tones(report: ReportUnderCheck) -> Iterator[ReportFinding]:
    forms: dict[str, dict[str, FindingPlace]] = defaultdict(dict)
    for passage in report.passages:
        for match in _TONE_PAIRS.finditer(passage.text):
            word = match[0].lower()
            forms[fold_tones(word)].setdefault(word, passage.place())
    for spelled in forms.values():
        if len(spelled) > 1:
            yield ReportFinding(
                Family.TYPO, FindingCase.MARKS_IN_TWO_WAYS, Severity.STYLE, tuple(spelled.values()), (),
                {"forms": tuple(spelled)},
            )  # fmt: skip


def _numbers(report: ReportUnderCheck) -> Iterator[ReportFinding]:
    cells = [(passage.text, passage.place()) for passage in report.passages]
    cells += [(row.text, row.place()) for row in report.rows if row.text]
    dotted = next(((m[0], place) for text, place in cells if (m := _DOT_PERCENT.search(text))), None)
    comma = next(((m[0], place) for text, place in cells if (m := _COMMA_PERCENT.search(text))), None)
    large = [
        (number.text, passage.place())
        for passage in report.passages
        for number in passage.numbers
        if number.value >= THOUSAND and number.whole is None
    ]
    grouped = next((each for each in large if "." in each[0]), None)
    plain = next((each for each in large if "." not in each[0]), None)
    for one, other in ((dotted, comma), (grouped, plain)):
        if one is not None and other is not None:
            yield ReportFinding(
                Family.NUMBER_STYLE,
                FindingCase.NUMBERS_IN_TWO_STYLES,
                Severity.STYLE,
                (one[1], other[1]),
                (),
                {"first": one[0], "second": other[0]},
            )


def _days(report: ReportUnderCheck) -> Iterator[ReportFinding]:
    words = next(((m[0], p) for p in report.passages if (m := _DAY_WORDS.search(p.text))), None)
    strokes = next(((m[0], p) for p in report.passages if (m := _DAY_STROKES.search(p.text))), None)
    if words is not None and strokes is not None:
        yield ReportFinding(
            Family.DATE_STYLE, FindingCase.DAYS_IN_TWO_STYLES, Severity.STYLE,
            (words[1].place(), strokes[1].place()), (),
            {"first": words[0], "second": strokes[0]},
        )  # fmt: skip
    for passage in report.passages:
        if match := _SPACED_DAY.search(passage.text):
            yield _about(
                passage.place(), Family.DATE_STYLE, FindingCase.DAYS_IN_TWO_STYLES,
                first=match[0], second=match[0].replace(" ", ""),
            )  # fmt: skip


def _about(place: FindingPlace, family: Family, case: FindingCase, **details: object) -> ReportFinding:
    return ReportFinding(family, case, Severity.STYLE, (place,), (), details)

"""Where the text says what a row of the appendix counts, as data: patterns over words without marks.

Each pattern captures the numbers in the groups `n`, `n2`…; several are added. Source: the report of 2021.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

N = r"(?P<n>\d[\d.]*)"
_IN_SENTENCE = r"[^.;]"


@dataclass(frozen=True, slots=True)
class Binding:
    """A pattern of the text and the rows whose sum it should equal; `last` takes the last of several places."""

    pattern: re.Pattern[str]
    codes: tuple[str, ...]
    last: bool = False


def _binding(pattern: str, *codes: str, last: bool = False) -> Binding:
    return Binding(re.compile(pattern, re.ASCII), codes, last)


BINDINGS = (
    _binding(rf"ke hoach{_IN_SENTENCE}{{0,40}}? co {N} noi dung, nhiem vu", "1.1.1"),
    _binding(rf"ke hoach.{{0,160}}? da hoan thanh {N} nhiem vu", "1.1.2"),
    _binding(
        rf"kiem tra cchc{_IN_SENTENCE}{{0,90}}? doi voi {N} xa, phuong,? va (?P<n2>\d+) (?:co quan|phong)",
        "1.2.1",
    ),
    _binding(
        rf"hoan thanh {N} (?:ykcd|y kien chi dao|nhiem vu){_IN_SENTENCE}{{0,20}}?(?:lanh dao|ubnd) tinh",
        "1.3.1",
    ),
    _binding(rf"(?:lanh dao|ubnd) tinh{_IN_SENTENCE}{{0,60}}?(?:truoc va )?dung han {N}", "1.3.2"),
    _binding(rf"(?:lanh dao|ubnd) tinh{_IN_SENTENCE}{{0,80}}?qua han {N}", "1.3.3"),
    _binding(rf"cap (?:thi xa|huyen)\b.{{0,260}}?(?:cong bo la|tong so tthc la):? {N} tthc", "3.1.3a"),
    _binding(rf"cap xa\b.{{0,300}}?(?:cong bo la|tong so tthc la):? {N} tthc", "3.1.3b"),
    _binding(rf"bien che cong chuc: {N} bien che", "4.2.1", last=True),
    _binding(rf"(?:hd ?68|hop dong)[^()]{{0,30}}\(gom: co quan hanh chinh {N}", "4.2.3", last=True),
    _binding(rf"tinh gi[a]m bien che: {N}\b", "4.2.4", "4.3.3"),
    _binding(rf"ky luat {N} truong hop", "5.4"),
    _binding(rf"khao sat{_IN_SENTENCE}{{0,60}}?{N} phieu", "1.4.1"),
)

ALL_STAFF = re.compile(rf"tong (?:so )?bien che giao{_IN_SENTENCE}{{0,30}}?: {N} bien che", re.ASCII)
"""All posts given to the authority; the last place counts."""

EVERY_PROCEDURE = re.compile(
    r"100 ?% (?:tthc|thu tuc hanh chinh)[^.;]{0,50}?dich vu cong[^.;]{0,25}?muc", re.ASCII
)
"""The claim that all procedures are online at level 3 and 4."""

FILES = re.compile(
    rf"truoc hen: {N}\b.{{0,60}}?dung hen: (?P<n2>\d[\d.]*)\b.{{0,60}}?tre hen: (?P<n3>\d[\d.]*)\b", re.ASCII
)
"""Files resolved before, on and after the day promised."""

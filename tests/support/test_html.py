"""The reader of pages finds the faults it is there for."""

from __future__ import annotations

import pytest

from tests.support.html import faults

GOOD = """<!DOCTYPE html>
<html lang="vi"><head><title>Nhiệm vụ – Theo dõi</title></head>
<body><h1>Nhiệm vụ</h1>{}</body></html>"""


@pytest.mark.parametrize(
    ("part", "fault"),
    [
        ("<h1>Nhiệm vụ</h1>", "2 h1"),
        ('<p id="a"></p><p id="a"></p>', "used 2 times"),
        ('<p style="color:red">Quá hạn</p>', "style attribute"),
        ("<style>p {}</style>", "<style>"),
        ("<script>alert(1)</script>", "script stands in the page"),
        ('<p onclick="x()">Gửi</p>', "onclick"),
        ('<a href="javascript:x()">Gửi</a>', "opens javascript"),
        ('<input name="so" type="text">', "no label"),
        ('<label for="so">Số</label>', "nowhere"),
        ('<form method="post"></form>', "where and how"),
        ('<form action="/nhiem-vu"></form>', "where and how"),
        ('<table><tr><th scope="col">Số</th></tr></table>', "no caption"),
        ("<table><caption>Số</caption><tr><th>Số</th></tr></table>", "no scope"),
        ('<a href="/"></a>', "says nothing"),
        ("<div><p>Số</div>", "closes nothing"),
        ('<img src="/a.png">', "no alt"),
    ],
)
def test_each_fault_is_told(part: str, fault: str) -> None:
    assert any(fault in sentence for sentence in faults(GOOD.format(part)))


def test_a_heading_that_is_not_the_title_is_told() -> None:
    assert faults(GOOD.format("").replace("<h1>Nhiệm vụ", "<h1>Kế hoạch")) == [
        "h1 «Kế hoạch» is not the title «Nhiệm vụ»"
    ]


def test_a_good_page_has_no_faults() -> None:
    form = '<form action="/tim" method="get"><label for="so">Số</label><input id="so" name="so"></form>'

    assert faults(GOOD.format(form)) == []

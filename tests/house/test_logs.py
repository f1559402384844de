"""Log lines are for machines, and tell nothing that was typed."""

from __future__ import annotations

import json
import logging
import sys

from tracker.core.logs import JsonLines


def test_a_line_is_json_and_tells_nothing_of_people() -> None:
    try:
        raise ValueError("Nguyễn Văn An, mật khẩu 12345")
    except ValueError:
        record = logging.LogRecord(
            "tracker", logging.ERROR, __file__, 1, "fault incident=%s\nforged line", ("ab12",), sys.exc_info()
        )

    line = JsonLines().format(record)

    read = json.loads(line)
    assert "\n" not in line
    assert (read["fault"], read["message"]) == ("ValueError", "fault incident=ab12\nforged line")
    assert read["at"].endswith("+07:00")
    assert "Nguyễn" not in line and "12345" not in line

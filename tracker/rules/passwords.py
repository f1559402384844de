"""Passwords that everybody tries first."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from string import digits, punctuation

from tracker.rules.text import fold

_ROOTS = (
    "password", "passw0rd", "matkhau", "qwerty", "iloveyou", "admin", "administrator", "letmein", "welcome",
    "hanoi", "saigon", "vietnam", "huongtra", "ubnd", "congchuc", "abc", "123", "1234", "12345", "123456",
    "1234567", "12345678", "123456789", "1234567890", "0987654321", "111111", "000000", "abcdef", "asdfgh",
)  # fmt: skip


def is_listed(password: str, listed: Collection[str]) -> bool:
    """Tell whether a password, or what is left of it without figures and signs at its ends, is one of a list.

    `listed` holds passwords in small letters that were found among the leaked ones; one typed twice is still that one.
    """
    return any(form in listed for form in _forms(password))


def _forms(password: str) -> Iterator[str]:
    for written in (password.lower(), fold(password)):
        for form in (written, written.strip(punctuation + " "), written.strip(digits + punctuation + " ")):
            half = len(form) // 2
            yield form
            if form[:half] == form[half:]:
                yield form[:half]


def is_common(password: str) -> bool:
    """Tell whether a password is only well-known words and runs of figures strung together."""
    rest = "".join(letter for letter in fold(password) if letter.isalnum())
    for root in sorted(_ROOTS, key=len, reverse=True):
        rest = rest.replace(root, "")
    return len(set(rest)) < 4

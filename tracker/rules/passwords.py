"""Passwords that everybody tries first."""

from __future__ import annotations

from tracker.rules.text import fold

_ROOTS = (
    "password", "passw0rd", "matkhau", "qwerty", "iloveyou", "admin", "administrator", "letmein", "welcome",
    "hanoi", "saigon", "vietnam", "huongtra", "ubnd", "congchuc", "abc", "123", "1234", "12345", "123456",
    "1234567", "12345678", "123456789", "1234567890", "0987654321", "111111", "000000", "abcdef", "asdfgh",
)  # fmt: skip


def is_common(password: str) -> bool:
    """Tell whether a password is only well-known words and runs of figures strung together."""
    rest = "".join(letter for letter in fold(password) if letter.isalnum())
    for root in sorted(_ROOTS, key=len, reverse=True):
        rest = rest.replace(root, "")
    return len(set(rest)) < 4

"""Which passwords are too well known to be set."""

from __future__ import annotations

import pytest

from tracker.accounts import passwords
from tracker.accounts.rules import is_common, is_listed
from tracker.core.refusals import Refusal

LISTED = {"sunshine", "trustno1", "1q2w3e4r5t6y"}


@pytest.mark.parametrize(
    "typed", ["Sunshine", "sunshine2021!!!", "123sunshine123", "SunshineSunshine", "1q2w3e4r5t6y", "##trustno1"]
)
def test_a_listed_password_is_known_in_every_dress(typed: str) -> None:
    assert is_listed(typed, LISTED)


@pytest.mark.parametrize("typed", ["hoa-sen-ben-ho-2021", "sunshine tren song Huong", "mot-cau-that-dai-nao-do"])
def test_a_sentence_of_ones_own_is_not(typed: str) -> None:
    assert not is_listed(typed, LISTED)
    assert not is_common(typed)
    assert passwords.hash_password(typed).startswith("$argon2id$")


@pytest.mark.parametrize("typed", ["jonathan1234567", "Mustang#2021!!", "manchesterunited", "qwertyuiop[]"])
def test_what_leaked_most_often_is_refused(typed: str) -> None:
    with pytest.raises(Refusal):
        passwords.hash_password(typed)

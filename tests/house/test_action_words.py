"""Every verb of the life cycle has its sentence, its name, its button and its answer."""

from __future__ import annotations

from tracker.law.lifecycle import Action
from tracker.tasks.verbs import VERBS

NOT_ON_A_PAGE = {Action.ASSIGN, Action.COMPLETE}
"""What follows from something else that is done."""


def test_every_action_has_its_words() -> None:
    assert set(VERBS) == set(Action)
    assert all(verb.sentence and verb.name for verb in VERBS.values())
    assert {action for action, verb in VERBS.items() if not verb.done} == NOT_ON_A_PAGE
    assert {action for action, verb in VERBS.items() if not verb.button} == NOT_ON_A_PAGE | {Action.REFUSE_EXTENSION}
    assert all(bool(verb.button) is (verb.page is not None) for verb in VERBS.values())

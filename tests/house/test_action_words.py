"""Every verb of the life cycle has its sentence, its name, its button and its answer."""

from __future__ import annotations

from tracker.core.labels import ACTION_WORDS
from tracker.law.lifecycle import Action
from tracker.tasks.labels import BUTTON_WORDS, DONE_NOTICES, EVENT_SENTENCES


def test_every_action_has_its_words() -> None:
    assert set(EVENT_SENTENCES) == set(Action)
    assert set(ACTION_WORDS) == {action.value for action in Action}
    assert set(DONE_NOTICES) == set(Action) - {Action.ASSIGN}
    assert set(BUTTON_WORDS) == set(Action) - {Action.ASSIGN, Action.REFUSE_EXTENSION, Action.COMPLETE}

"""Everything about a verb is said in its row: its words, its page, its form; and few files name it."""

from __future__ import annotations

import re

import pytest

from tests.house.sources import ROOT, TRACKER, name_of, python_files
from tracker.law.lifecycle import Action, AssignmentState
from tracker.tasks.forms.bulk import BULK_FORMS
from tracker.tasks.forms.page import PAGE_FORMS, TaskForm
from tracker.tasks.verbs import SHARE_PERMISSIONS, VERBS
from tracker.tasks.views.action_page import FORM_MODULES

NOT_ON_A_PAGE = {Action.ASSIGN, Action.COMPLETE}
"""What follows from something else that is done."""

NAMED_BY_A_VERB = 4
"""Files of the program that name a verb: the list of actions, its row, the function that carries it out, its form."""


def test_every_action_has_its_words() -> None:
    assert set(VERBS) == set(Action)
    assert all(verb.sentence and verb.name and verb.moves for verb in VERBS.values())
    assert {action for action, verb in VERBS.items() if not verb.done} == NOT_ON_A_PAGE
    assert {action for action, verb in VERBS.items() if not verb.button} == NOT_ON_A_PAGE | {Action.REFUSE_EXTENSION}
    assert all(bool(verb.button) is (verb.page is not None) for verb in VERBS.values())


def test_every_page_has_its_form_and_every_form_its_page() -> None:
    pages = [endpoint for verb in VERBS.values() for endpoint, _, _ in verb.list_pages()]

    assert FORM_MODULES  # imported, they register themselves
    assert sorted(pages) == sorted(PAGE_FORMS) and len(pages) == len(set(pages))
    assert all(form.title for form in PAGE_FORMS.values())
    assert all(VERBS[form.action].page for form in BULK_FORMS.values())


def test_a_form_says_nothing_of_its_page_that_nobody_reads() -> None:
    """A name that the page does not know would go unseen: a notice lost, a hint lost."""
    known = {name for base in TaskForm.__mro__ for name in (*vars(base), *vars(base).get("__annotations__", {}))}
    known |= {"is_about_reports"}
    unread = [
        f"{form.__name__}.{name}"
        for form in PAGE_FORMS.values()
        for name, value in vars(form).items()
        if not (name in known or name.isupper() or name.startswith(("_", "validate_")) or hasattr(value, "_formfield"))
    ]

    assert unread == []


def test_what_a_share_knows_asks_nothing_that_only_the_lead_knows() -> None:
    assert len(SHARE_PERMISSIONS) == 7
    assert all(verb.share_permission for verb in VERBS.values() if verb.share_page)


def test_every_state_but_the_first_is_reached_by_a_verb() -> None:
    reached = {state for verb in VERBS.values() for state in verb.moves.values()}

    assert reached - {None} == set(AssignmentState) - {AssignmentState.DRAFT}


@pytest.mark.parametrize(
    "action", [Action.DEMAND_EVIDENCE, Action.DIVIDE, Action.DECLINE, Action.PAUSE_OCCURRENCES], ids=str
)
def test_a_verb_is_named_in_few_files(action: Action) -> None:
    """A verb that changes nothing of what a day counts; the list of what somebody touches to add one."""
    spelled = rf"Action\.{action.name}\b|\bA\.{action.name}\b|^    {action.name} = |\"{action.value}\""
    named = re.compile(spelled, re.MULTILINE)
    texts = [*python_files(TRACKER), *(ROOT / "templates").rglob("*.html")]

    found = [name_of(path) for path in texts if named.search(path.read_text(encoding="utf-8"))]

    assert "tracker/tasks/verbs.py" in found
    assert len(found) <= NAMED_BY_A_VERB, found

"""How well duties are found in prose: figures over directives labelled by hand, half of them never tuned on."""

from __future__ import annotations

import pytest

from tests.documents.labelled_directives import Labelled, drafts, mistakes, papers, score

ALL = [*papers("known"), *papers("held_out")]


@pytest.mark.parametrize(("part", "papers_in_it", "tasks"), [("known", 22, 52), ("held_out", 22, 50)])
def test_the_labelled_set_is_as_large_as_published(part: str, papers_in_it: int, tasks: int) -> None:
    assert len(papers(part)) == papers_in_it
    assert score(part).labelled == tasks


@pytest.mark.parametrize(("part", "precision", "recall"), [("known", 1.0, 1.0), ("held_out", 0.98, 1.0)])
def test_lead_deadline_and_duty_are_right_together_as_often_as_published(
    part: str, precision: float, recall: float
) -> None:
    reached = score(part)

    assert reached.precision("all") >= precision, list(mistakes(part))
    assert reached.recall("all") >= recall, list(mistakes(part))


@pytest.mark.parametrize("paper", ALL, ids=lambda paper: paper.path.stem)
def test_the_number_and_the_day_of_every_paper_are_read(paper: Labelled) -> None:
    heading = drafts(paper).heading

    assert (heading.reference, heading.issued_on) == (paper.reference, paper.issued)


@pytest.mark.parametrize("paper", ALL, ids=lambda paper: paper.path.stem)
def test_a_draft_without_lead_or_deadline_always_says_so(paper: Labelled) -> None:
    for task in drafts(paper).tasks:
        codes = {warned.doubt.value for warned in task.warnings}

        assert bool(task.leads) or "no_lead" in codes
        assert task.deadline.due is not None or codes & {"no_deadline", "needs_review", "impossible_date"}

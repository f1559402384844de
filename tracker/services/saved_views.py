"""Keeping a list under a name, showing it to others, keeping it on the first page."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.models.saved_view import Audience, SavedView, ViewPin
from tracker.rules.refusals import Reason, Refusal
from tracker.rules.text import tidy
from tracker.store import saved_views
from tracker.store.saved_views import Kept
from tracker.transaction import Work


def mine(work: Work) -> Sequence[Kept]:
    """Return the views the actor keeps and those shown to them."""
    return saved_views.open_to(work.session, _person(work), work.actor.unit_ids)


def one(work: Work, view_id: int) -> Kept:
    """Return a view the actor may open; NOT_FOUND for another's own."""
    found = next((each for each in mine(work) if each.view.id == view_id), None)
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    return found


def keep(work: Work, name: str, query: str, audience: Audience) -> SavedView:
    """Keep a list under a name; refuses NOTE_MISSING, and DUPLICATE for a name already used (field `name`)."""
    name = _free_name(work, name)
    units = sorted(work.actor.unit_ids)
    if audience is Audience.UNIT and not units:
        raise Refusal(Reason.UNIT_UNKNOWN, field="audience", text="")
    view = SavedView(
        owner_id=_person(work),
        name=name,
        query=query,
        audience=audience,
        unit_id=units[0] if audience is Audience.UNIT else None,
        created_at=work.now,
    )
    work.session.add(view)
    work.session.flush()
    return view


def rename(work: Work, view_id: int, name: str) -> None:
    """Give one's own view another name."""
    view = _own(work, view_id)
    if tidy(name) != view.name:
        view.name = _free_name(work, name)


def drop(work: Work, view_id: int) -> None:
    """Keep one's own view no longer; it leaves every first page."""
    view = _own(work, view_id)
    saved_views.unpin_all(work.session, view.id)
    work.session.delete(view)


def pin(work: Work, view_id: int) -> None:
    """Put a view on the actor's first page, or take it off."""
    view = one(work, view_id).view
    known = saved_views.pin(work.session, _person(work), view.id)
    if known is None:
        work.session.add(ViewPin(person_id=_person(work), view_id=view.id))
    else:
        work.session.delete(known)


def _own(work: Work, view_id: int) -> SavedView:
    view = one(work, view_id).view
    if view.owner_id != work.actor.user_id:
        raise Refusal(Reason.NOT_ALLOWED)
    return view


def _free_name(work: Work, name: str) -> str:
    name = tidy(name)
    if not name:
        raise Refusal(Reason.NOTE_MISSING, field="name")
    if saved_views.named(work.session, _person(work), name) is not None:
        raise Refusal(Reason.DUPLICATE, field="name")
    return name


def _person(work: Work) -> int:
    if work.actor.user_id is None:
        raise Refusal(Reason.NOT_ALLOWED)
    return work.actor.user_id

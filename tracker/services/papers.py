"""Documents and reform areas: found when known, made when new."""

from __future__ import annotations

import datetime as dt

from tracker.models.document import Document
from tracker.models.plan import Area
from tracker.rules.references import parse
from tracker.rules.refusals import Reason, Refusal
from tracker.rules.searching import search_key
from tracker.rules.text import tidy
from tracker.store import papers
from tracker.transaction import Work
from tracker.wording.areas import AREAS


def document(
    work: Work,
    *,
    reference: str,
    issued_on: dt.date | None,
    issuer: str,
    summary: str = "",
    signer: str = "",
    urgency: str = "",
    secrecy: str = "",
) -> Document:
    """Return the document with this number, symbol, day and issuer; make it when it is new.

    A secret one keeps no content: refuses SECRET_CONTENT with a summary, SECRET_PAPER when it is known as secret and
    is named without its secrecy beside a summary. One that turns out to be secret loses the summary it had.
    """
    if secrecy and tidy(summary):
        raise Refusal(Reason.SECRET_CONTENT, field="summary")
    reference, issuer = tidy(reference), tidy(issuer)
    known = papers.document(work.session, reference, issued_on, issuer)
    if known is not None:
        _keep_secret(known, secrecy, summary)
        return known
    parts = parse(reference)
    made = Document(
        reference=reference,
        number=parts.number if parts else "",
        symbol=parts.symbol if parts else "",
        kind=parts.kind if parts else "",
        issued_on=issued_on,
        issuer=issuer,
        summary=tidy(summary),
        signer=tidy(signer),
        urgency=urgency,
        secrecy=secrecy,
        created_at=work.now,
    )
    work.session.add(made)
    work.session.flush()
    return made


def _keep_secret(known: Document, secrecy: str, summary: str) -> None:
    if known.secrecy and not secrecy and tidy(summary):
        raise Refusal(Reason.SECRET_PAPER, field="secrecy")
    if secrecy and secrecy != known.secrecy:
        known.secrecy, known.summary, known.search_text = secrecy, "", search_key(known.reference)


def ensure_areas(work: Work) -> None:
    """Add the reform areas of both taxonomies that are not there yet."""
    known = {(area.taxonomy, area.code) for area in papers.areas(work.session)}
    for place, area in enumerate(AREAS, start=1):
        if (area.taxonomy, area.code) not in known:
            work.session.add(
                Area(
                    taxonomy=area.taxonomy,
                    code=area.code,
                    name=area.name,
                    position=place,
                    same_as=area.same_as,
                )
            )
    work.session.flush()

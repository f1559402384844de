"""Telling channels: what happened becomes messages, once; messages leave, and are tried again."""

from __future__ import annotations

import datetime as dt
import json
import secrets
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from tracker.channels import gateway, webhook
from tracker.channels.policy import AddressPolicy
from tracker.channels.webhook import Answer
from tracker.clock import Clock
from tracker.models.channel import Channel, Dispatch
from tracker.rules.channels import TOPIC_OF_ACTION, TOPIC_OF_REMINDER, ChannelKind
from tracker.rules.outbox import PATIENCE, next_attempt, state_after
from tracker.services.machine import SCHEDULER
from tracker.store import channels as store
from tracker.transaction import Work, unit_of_work
from tracker.wording.channels import gateway_title

ROUND_SECONDS = 20.0
"""How long a round may go on with channels: letters come first, every minute."""


@dataclass(frozen=True, slots=True)
class Courier:
    """What an installation's settings say of channels: its address and key, whom it may call, its gateways."""

    base_url: str
    house_key: str
    policy: AddressPolicy = field(default_factory=AddressPolicy)
    gateways: Mapping[str, str] = field(default_factory=dict)


def tell(session: Session, clock: Clock, courier: Courier, may_go_on: Callable[[], bool]) -> int:
    """Make the messages that are to be made and send those that are due; return how many were taken.

    Whoever calls it must be the only sender (see `jobs.lock`). A channel that does not answer waits for the next
    round and holds up no other. No transaction is open while sending.
    """
    with unit_of_work(session, SCHEDULER, clock) as work:
        store.give_back(work.session, work.now)
        for channel in store.active(work.session):
            _queue(work, channel, courier)
    taken, silent, end = 0, set[int](), time.monotonic() + ROUND_SECONDS
    while may_go_on() and time.monotonic() < end:
        with unit_of_work(session, SCHEDULER, clock) as work:
            found = store.claim(work.session, work.now, silent)
            if found is None:
                break
            dispatch, channel = found
            dispatch_id, channel_id, send = (
                dispatch.id,
                channel.id,
                _sending(work, dispatch, channel, courier),
            )
        answer = send()
        with unit_of_work(session, SCHEDULER, clock) as work:
            _settle(work, store.under_way(work.session, dispatch_id)[0], answer)
        if answer.failure is None:
            taken += 1
        else:
            silent.add(channel_id)
    return taken


def put(work: Work, channel: Channel, source: str, body: Mapping[str, object]) -> None:
    """Put one message into the outbox of a channel."""
    key = secrets.token_hex(16)
    work.session.add(
        Dispatch(
            channel_id=channel.id,
            source=source,
            key=key,
            body=json.dumps({"id": key, **body}, ensure_ascii=False),
            next_attempt_at=work.now,
            created_at=work.now,
        )
    )


def _queue(work: Work, channel: Channel, courier: Courier) -> None:
    if channel.kind is ChannelKind.WEBHOOK:
        made = dict(_messages(work, channel, courier))
    else:
        made = dict(_line_of_the_day(work, channel, courier))
    known = store.sources(work.session, channel.id, made)
    for source, body in made.items():
        if source not in known:
            put(work, channel, source, body)


def _messages(work: Work, channel: Channel, courier: Courier) -> Iterator[tuple[str, dict[str, object]]]:
    """Yield what a webhook is to be told: no title, no name, no address of anybody."""
    actions = {action for action, topic in TOPIC_OF_ACTION.items() if topic in channel.topics}
    since = max(channel.created_at, work.now - PATIENCE)
    for news in store.events_to_tell(work.session, channel.id, actions, since):
        topic = TOPIC_OF_ACTION[news.action]
        yield (
            f"event:{news.event_id}",
            _about(topic, news.assignment_id, news.unit_code, news.due_on, courier),
        )
    kinds = {kind for kind, topic in TOPIC_OF_REMINDER.items() if topic in channel.topics}
    for reminder in store.reminders_of(work.session, work.today, kinds):
        source = f"{reminder.kind.value}:{reminder.assignment_id}:{reminder.slot_on}"
        topic = TOPIC_OF_REMINDER[reminder.kind]
        yield source, _about(topic, reminder.assignment_id, reminder.unit_code, reminder.due_on, courier)


def _about(
    topic: str, assignment_id: int, unit_code: str, due_on: dt.date | None, courier: Courier
) -> dict[str, object]:
    return {
        "kind": str(topic),
        "task": assignment_id,
        "unit": unit_code,
        "due_on": None if due_on is None else due_on.isoformat(),
        "link": f"{courier.base_url}/nhiem-vu/{assignment_id}",
    }


def _line_of_the_day(
    work: Work, channel: Channel, courier: Courier
) -> Iterator[tuple[str, dict[str, object]]]:
    kinds = {kind for kind, topic in TOPIC_OF_REMINDER.items() if topic in channel.topics}
    tasks = {reminder.assignment_id for reminder in store.reminders_of(work.session, work.today, kinds)}
    if tasks:
        yield f"day:{work.today}", {"count": len(tasks), "link": f"{courier.base_url}/nhiem-vu"}


def _sending(work: Work, dispatch: Dispatch, channel: Channel, courier: Courier) -> Callable[[], Answer]:
    """Return what sends a message; it touches no row."""
    address, body = channel.address, dispatch.body.encode()
    if channel.kind is ChannelKind.WEBHOOK:
        secret = webhook.secret_of(courier.house_key, channel.salt)
        headers = webhook.headers_of(dispatch.key, secret, int(work.now.timestamp()), body)
        return lambda: webhook.post(address, headers, body, courier.policy)
    said = json.loads(body)
    title, link = gateway_title(said["count"]), said["link"]
    return lambda: gateway.notify(courier.gateways.get(address, ""), title, link)


def _settle(work: Work, dispatch: Dispatch, answer: Answer) -> None:
    again_at = None
    if answer.failure is not None:
        again_at = next_attempt(
            answer.failure,
            attempts=dispatch.attempts,
            waiting_since=dispatch.first_tried_at or work.now,
            now=work.now,
        )
    dispatch.state = state_after(answer.failure, again_at)
    dispatch.next_attempt_at = again_at or dispatch.next_attempt_at
    dispatch.sent_at = work.now if answer.failure is None else None
    dispatch.answer_code, dispatch.answer = answer.code, answer.words

"""Setting up channels: who is told of what, switched on and off, tried out.

Telling channels: what happened becomes messages, once; messages leave, and are tried again.
"""

from __future__ import annotations

import datetime as dt
import json
import secrets
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from tracker.core.clock import Clock
from tracker.core.refusals import Reason, Refusal
from tracker.core.text import normalise_text
from tracker.database.unit_of_work import UnitOfWork, unit_of_work
from tracker.integrations import channels, webhook
from tracker.integrations.channels import (
    TOPIC_OF_ACTION,
    TOPIC_OF_REMINDER,
    Channel,
    ChannelKind,
    Dispatch,
    Topic,
    gateway_title,
)
from tracker.integrations.webhook import AddressPolicy, ForbiddenAddressError, WebhookResult
from tracker.law.permissions import Permission, require_permission
from tracker.mail.outbox import PATIENCE, get_next_attempt, state_after
from tracker.office.people import SCHEDULER_ACTOR

ROUND_SECONDS = 20.0
"""How long a round may go on with channels: letters come first, every minute."""


@dataclass(frozen=True, slots=True)
class DispatchSettings:
    """What an installation's settings say of channels: its address and key, whom it may call, its gateways."""

    base_url: str
    secret_key: str
    policy: AddressPolicy = field(default_factory=AddressPolicy)
    gateways: Mapping[str, str] = field(default_factory=dict)


def send_dispatches(
    session: Session, clock: Clock, dispatch_settings: DispatchSettings, may_go_on: Callable[[], bool]
) -> int:
    """Make the messages that are to be made and send those that are due; return how many were taken.

    Whoever calls it must be the only sender (see `jobs.lock`). A channel that does not answer waits for the next
    round and holds up no other. No transaction is open while sending.
    """
    with unit_of_work(session, SCHEDULER_ACTOR, clock) as work:
        channels.release_dispatches(work.session, work.now)
        for channel in channels.list_active_channels(work.session):
            _queue(work, channel, dispatch_settings)
    taken, silent, end = 0, set[int](), time.monotonic() + ROUND_SECONDS
    while may_go_on() and time.monotonic() < end:
        with unit_of_work(session, SCHEDULER_ACTOR, clock) as work:
            found = channels.claim_due_dispatch(work.session, work.now, silent)
            if found is None:
                break
            dispatch, channel = found
            dispatch_id, channel_id, send = (
                dispatch.id,
                channel.id,
                _sending(work, dispatch, channel, dispatch_settings),
            )
        answer = send()
        with unit_of_work(session, SCHEDULER_ACTOR, clock) as work:
            _settle(work, channels.get_dispatch_with_channel(work.session, dispatch_id)[0], answer)
        if answer.failure is None:
            taken += 1
        else:
            silent.add(channel_id)
    return taken


def queue_dispatch(work: UnitOfWork, channel: Channel, source: str, body: Mapping[str, object]) -> None:
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


def _queue(work: UnitOfWork, channel: Channel, dispatch_settings: DispatchSettings) -> None:
    if channel.kind is ChannelKind.WEBHOOK:
        made = dict(_messages(work, channel, dispatch_settings))
    else:
        made = dict(_line_of_the_day(work, channel, dispatch_settings))
    known = channels.list_queued_sources(work.session, channel.id, made)
    for source, body in made.items():
        if source not in known:
            queue_dispatch(work, channel, source, body)


def _messages(
    work: UnitOfWork, channel: Channel, dispatch_settings: DispatchSettings
) -> Iterator[tuple[str, dict[str, object]]]:
    """Yield what a webhook is to be told: no title, no name, no address of anybody."""
    actions = {action for action, topic in TOPIC_OF_ACTION.items() if topic in channel.topics}
    since = max(channel.created_at, work.now - PATIENCE)
    for news in channels.list_unsent_events(work.session, channel.id, actions, since):
        topic = TOPIC_OF_ACTION[news.action]
        yield (
            f"event:{news.event_id}",
            _about(topic, news.assignment_id, news.unit_code, news.due_on, dispatch_settings),
        )
    kinds = {kind for kind, topic in TOPIC_OF_REMINDER.items() if topic in channel.topics}
    for reminder in channels.list_reminder_news(work.session, work.today, kinds):
        source = f"{reminder.kind.value}:{reminder.assignment_id}:{reminder.slot_on}"
        topic = TOPIC_OF_REMINDER[reminder.kind]
        yield (source, _about(topic, reminder.assignment_id, reminder.unit_code, reminder.due_on, dispatch_settings))


def _about(
    topic: str, assignment_id: int, unit_code: str, due_on: dt.date | None, dispatch_settings: DispatchSettings
) -> dict[str, object]:
    return {
        "kind": str(topic),
        "task": assignment_id,
        "unit": unit_code,
        "due_on": None if due_on is None else due_on.isoformat(),
        "link": f"{dispatch_settings.base_url}/nhiem-vu/{assignment_id}",
    }


def _line_of_the_day(
    work: UnitOfWork, channel: Channel, dispatch_settings: DispatchSettings
) -> Iterator[tuple[str, dict[str, object]]]:
    kinds = {kind for kind, topic in TOPIC_OF_REMINDER.items() if topic in channel.topics}
    tasks = {reminder.assignment_id for reminder in channels.list_reminder_news(work.session, work.today, kinds)}
    if tasks:
        yield f"day:{work.today}", {"count": len(tasks), "link": f"{dispatch_settings.base_url}/nhiem-vu"}


def _sending(
    work: UnitOfWork, dispatch: Dispatch, channel: Channel, dispatch_settings: DispatchSettings
) -> Callable[[], WebhookResult]:
    """Return what sends a message; it touches no row."""
    address, body = channel.address, dispatch.body.encode()
    if channel.kind is ChannelKind.WEBHOOK:
        secret = webhook.derive_webhook_secret(dispatch_settings.secret_key, channel.salt)
        headers = webhook.build_webhook_headers(dispatch.key, secret, int(work.now.timestamp()), body)
        return lambda: webhook.post_webhook(address, headers, body, dispatch_settings.policy)
    said = json.loads(body)
    title, link = gateway_title(said["count"]), said["link"]
    return lambda: webhook.send_gateway_message(dispatch_settings.gateways.get(address, ""), title, link)


def _settle(work: UnitOfWork, dispatch: Dispatch, answer: WebhookResult) -> None:
    again_at = None
    if answer.failure is not None:
        again_at = get_next_attempt(
            answer.failure, attempts=dispatch.attempts, waiting_since=dispatch.first_tried_at or work.now, now=work.now
        )
    dispatch.state = state_after(answer.failure, again_at)
    dispatch.next_attempt_at = again_at or dispatch.next_attempt_at
    dispatch.sent_at = work.now if answer.failure is None else None
    dispatch.answer_code, dispatch.answer = answer.code, answer.words


LOG_SHOWN = 50


@dataclass(frozen=True, slots=True)
class ChannelView:
    """A channel and its newest messages."""

    channel: Channel
    log: Sequence[Dispatch]


def list_channels(work: UnitOfWork) -> Sequence[Channel]:
    """Return all channels."""
    require_permission(work.actor, Permission.CHANNEL_MANAGE)
    return channels.load_channels(work.session)


def view_channel(work: UnitOfWork, channel_id: int) -> ChannelView:
    """Return a channel with its log; NOT_FOUND when there is none."""
    channel = _one(work, channel_id)
    return ChannelView(channel, channels.list_channel_dispatches(work.session, channel.id, LOG_SHOWN))


def add_channel(work: UnitOfWork, kind: ChannelKind, name: str, address: str, topics: Collection[Topic]) -> Channel:
    """Add a channel; refuses a name that is taken (DUPLICATE) and what is no address (ADDRESS_REFUSED)."""
    require_permission(work.actor, Permission.CHANNEL_MANAGE)
    name = normalise_text(name)
    if channels.find_channel(work.session, name) is not None:
        raise Refusal(Reason.DUPLICATE, field="name")
    if kind is ChannelKind.WEBHOOK:
        try:
            AddressPolicy().check(address)
        except ForbiddenAddressError as wrong:
            raise Refusal(Reason.ADDRESS_REFUSED, field="address") from wrong
    channel = Channel(
        kind=kind,
        name=name,
        address=address,
        topics=[topic.value for topic in Topic if topic in topics],
        salt=secrets.token_hex(16),
        created_at=work.now,
    )
    work.session.add(channel)
    work.session.flush()
    return channel


def set_channel_active(work: UnitOfWork, channel_id: int, active: bool) -> None:
    """Switch a channel on or off; what waits for it stays."""
    _one(work, channel_id).active = active


def queue_trial_message(work: UnitOfWork, channel_id: int, base_url: str) -> None:
    """Put a trial message into the outbox of a channel."""
    channel = _one(work, channel_id)
    body = {"kind": "test", "count": 0, "link": base_url}
    queue_dispatch(work, channel, f"test:{secrets.token_hex(8)}", body)


def _one(work: UnitOfWork, channel_id: int) -> Channel:
    require_permission(work.actor, Permission.CHANNEL_MANAGE)
    channel = channels.get_channel(work.session, channel_id)
    if channel is None:
        raise Refusal(Reason.NOT_FOUND)
    return channel

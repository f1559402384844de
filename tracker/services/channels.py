"""Setting up channels: who is told of what, switched on and off, tried out."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from tracker.channels.policy import AddressPolicy, ForbiddenAddressError
from tracker.models.channel import Channel, Dispatch
from tracker.rules.channels import ChannelKind, Topic
from tracker.rules.permissions import Permission, require
from tracker.rules.refusals import Reason, Refusal
from tracker.rules.text import tidy
from tracker.services import dispatching
from tracker.store import channels as store
from tracker.transaction import Work

LOG_SHOWN = 50


@dataclass(frozen=True, slots=True)
class ChannelView:
    """A channel and its newest messages."""

    channel: Channel
    log: Sequence[Dispatch]


def listed(work: Work) -> Sequence[Channel]:
    """Return all channels."""
    require(work.actor, Permission.CHANNEL_MANAGE)
    return store.listed(work.session)


def view(work: Work, channel_id: int) -> ChannelView:
    """Return a channel with its log; NOT_FOUND when there is none."""
    channel = _one(work, channel_id)
    return ChannelView(channel, store.log_of(work.session, channel.id, LOG_SHOWN))


def add(work: Work, kind: ChannelKind, name: str, address: str, topics: Collection[Topic]) -> Channel:
    """Add a channel; refuses a name that is taken (DUPLICATE) and what is no address (ADDRESS_REFUSED)."""
    require(work.actor, Permission.CHANNEL_MANAGE)
    name = tidy(name)
    if store.named(work.session, name) is not None:
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


def set_active(work: Work, channel_id: int, active: bool) -> None:
    """Switch a channel on or off; what waits for it stays."""
    _one(work, channel_id).active = active


def try_out(work: Work, channel_id: int, base_url: str) -> None:
    """Put a trial message into the outbox of a channel."""
    channel = _one(work, channel_id)
    body = {"kind": "test", "count": 0, "link": base_url}
    dispatching.put(work, channel, f"test:{secrets.token_hex(8)}", body)


def _one(work: Work, channel_id: int) -> Channel:
    require(work.actor, Permission.CHANNEL_MANAGE)
    channel = store.one(work.session, channel_id)
    if channel is None:
        raise Refusal(Reason.NOT_FOUND)
    return channel

"""Ways to hand a letter over: the protocol, a folder of .eml files, and a box in memory.

Letters that a server has taken and that the database does not know of yet, kept beside the database.

Writing one line costs nothing beside a commit that waits for the disk; so a round commits once for many letters,
and a process that is killed between two of them loses no knowledge of those before. Only a power cut can (decision
record 0010).
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import ClassVar, Protocol, Self

from tracker.mail.outbox import Failure


@dataclass(frozen=True, slots=True)
class Envelope:
    """A message ready to go: the bytes, and the two addresses written on the outside."""

    key: str
    sender: str
    recipient: str
    content: bytes


@dataclass(frozen=True, slots=True)
class DeliveryOutcome:
    """What became of one try: `failure` is None when the letter was taken; `detail` is the server's word."""

    failure: Failure | None
    detail: str = ""

    @property
    def is_sent(self) -> bool:
        """Tell whether the letter was taken."""
        return self.failure is None


class Transport(Protocol):
    """Takes letters one by one, and says of each what became of it; used in a `with` block.

    `batch_size` is how many letters are claimed and written at a time.
    """

    batch_size: ClassVar[int]

    def __enter__(self) -> Self:
        """Open for one round of letters."""
        ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close after the round."""
        ...

    def send(self, envelope: Envelope) -> DeliveryOutcome:
        """Hand one letter over; never raises for what a server, a network or a disk may do."""
        ...


class _WithoutRounds:
    """A transport that needs no opening and no closing."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None


@dataclass(slots=True)
class MemoryTransport(_WithoutRounds):
    """Keeps letters in a list; `answers` says which addresses are refused, and how."""

    batch_size: ClassVar[int] = 1

    sent: list[Envelope] = field(default_factory=list)
    answers: dict[str, Failure] = field(default_factory=dict)

    def send(self, envelope: Envelope) -> DeliveryOutcome:
        """Keep the letter, unless its address is to be refused."""
        failure = self.answers.get(envelope.recipient)
        if failure is None:
            self.sent.append(envelope)
        return DeliveryOutcome(failure, "" if failure is None else failure.value)


@dataclass(frozen=True, slots=True)
class FileTransport(_WithoutRounds):
    """Writes each letter to `<key>.eml` in a folder; a letter that is there already is not written again."""

    batch_size: ClassVar[int] = 100

    folder: Path

    def send(self, envelope: Envelope) -> DeliveryOutcome:
        """Write the letter whole or not at all."""
        path = self.folder / f"{envelope.key}.eml"
        if path.exists():
            return DeliveryOutcome(None, "already written")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            _write_whole(path, envelope.content)
        except OSError as error:
            return DeliveryOutcome(Failure.UNAVAILABLE, type(error).__name__ + ": " + (error.strerror or ""))
        return DeliveryOutcome(None, path.name)


def _write_whole(path: Path, content: bytes) -> None:
    """Write a file so that a crash leaves either nothing under its name or everything."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


@dataclass(frozen=True, slots=True)
class SentLog:
    """The keys of letters taken since the last commit, a line each; used by the holder of the lock alone."""

    path: Path

    def note(self, key: str) -> None:
        """Note that the server has taken a letter."""
        descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(descriptor, f"{key}\n".encode("ascii"))
        finally:
            os.close(descriptor)

    def keys(self) -> frozenset[str]:
        """Return the keys noted; a line that was cut off names no letter."""
        try:
            content = self.path.read_text(encoding="ascii", errors="replace")
        except FileNotFoundError:
            return frozenset()
        whole = content.rpartition("\n")[0]
        return frozenset(whole.split("\n")) - {""}

    def clear(self) -> None:
        """Forget what the database knows by now."""
        self.path.unlink(missing_ok=True)

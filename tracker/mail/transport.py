"""Ways to hand a letter over: the protocol, a folder of .eml files, and a box in memory."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import ClassVar, Protocol, Self

from tracker.rules.outbox import Failure


@dataclass(frozen=True, slots=True)
class Envelope:
    """A message ready to go: the bytes, and the two addresses written on the outside."""

    key: str
    sender: str
    recipient: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Outcome:
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

    def send(self, envelope: Envelope) -> Outcome:
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

    def send(self, envelope: Envelope) -> Outcome:
        """Keep the letter, unless its address is to be refused."""
        failure = self.answers.get(envelope.recipient)
        if failure is None:
            self.sent.append(envelope)
        return Outcome(failure, "" if failure is None else failure.value)


@dataclass(frozen=True, slots=True)
class FileTransport(_WithoutRounds):
    """Writes each letter to `<key>.eml` in a folder; a letter that is there already is not written again."""

    batch_size: ClassVar[int] = 100

    folder: Path

    def send(self, envelope: Envelope) -> Outcome:
        """Write the letter whole or not at all."""
        path = self.folder / f"{envelope.key}.eml"
        if path.exists():
            return Outcome(None, "already written")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            _write_whole(path, envelope.content)
        except OSError as error:
            return Outcome(Failure.UNAVAILABLE, type(error).__name__ + ": " + (error.strerror or ""))
        return Outcome(None, path.name)


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

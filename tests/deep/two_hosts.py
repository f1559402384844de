"""Two web hosts and two schedulers in network namespaces of their own, one PostgreSQL: any one of them may be lost.

The hosts reach the database and the mail server over a bridge, as over an office's network; losing a host means that
its line is cut or its processes are killed. Only root may make namespaces: without root the trial says so.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from email import message_from_bytes
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import URL
from sqlalchemy.orm import Session

from tests.deep.moody_server import Moods, MoodyServer, moody_server
from tests.deep.served import Town, a_town, ask, environment, process, web
from tests.support.builders import the_calendar_of
from tests.support.waiting import eventually
from tracker.core.clock import DemoClock, local_instant
from tracker.law.hash_chain import find_first_break
from tracker.mail.outbox import Letter, LetterState
from tracker.tasks import event_log
from tracker.tasks.events import TaskEvent

NET = "10.77.5"
GATE = f"{NET}.1"
BRIDGE = "trk-br"
HOSTS = ("a", "b")
WARDS = 30
MORNING = local_instant(dt.date(2021, 1, 5), 8)
"""The day after the directives of the town were given: their letters are due."""
PATIENCE = 180.0
QUICK = {socket.TCP_KEEPIDLE: 5, socket.TCP_KEEPINTVL: 2, socket.TCP_KEEPCNT: 3}
"""How soon the database's side notices that a line is dead; PostgreSQL's own setting: `tcp_keepalives_idle`."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was lost and what came twice while one after the other was lost."""

    losses: int
    acknowledged: int
    lost: int
    letters: int
    missing: int
    twice: int
    took_over: float
    is_sound: bool

    @property
    def holds(self) -> bool:
        """Tell whether nothing was lost; once a loss a letter may come twice, when its sender was in the act (P21)."""
        lost = self.lost or self.missing or self.twice > self.losses
        return self.acknowledged > 0 and not lost and self.is_sound

    def __str__(self) -> str:
        """Return the figures in one line."""
        return (
            f"postgresql  two hosts in namespaces, {self.losses} losses: acknowledged {self.acknowledged}, "
            f"lost {self.lost}; letters {self.letters}, missing {self.missing}, twice {self.twice}; "
            f"the other scheduler took over after {self.took_over:.0f} s; "
            f"diary {'sound' if self.is_sound else 'BROKEN'}"
        )


def tried(address: URL, data_dir: Path, port: int) -> Verdict | str:
    """Lose each of the four once, and look for what was acknowledged and for every letter."""
    if os.name == "nt" or os.geteuid() != 0 or shutil.which("ip") is None:
        return "postgresql  two hosts in namespaces: not tried, for only root may make network namespaces"
    town = a_town(address, WARDS, 1)
    engine = sa.create_engine(address)
    with Session(engine) as session:
        the_calendar_of(session, 2021)
    clock = DemoClock(data_dir / "demo-clock")
    clock.show(MORNING)
    acknowledged: list[str] = []
    with ExitStack() as stack:
        stack.enter_context(_network())
        socket_path = f"{address.query['host']}/.s.PGSQL.{address.port or 5432}"
        gate = stack.enter_context(_gate(str(socket_path)))
        post = stack.enter_context(moody_server(Moods(busy=0, hangs_up=0, before=2.5, after=0), GATE))
        reached = URL.create("postgresql+psycopg", address.username, "unused", GATE, gate, address.database)
        settings = environment(
            reached, data_dir, TRACKER_ENV="demo", TRACKER_SMTP_URL=post.url, TRACKER_TRUSTED_HOSTS=_all_hosts()
        )
        webs = {host: stack.enter_context(web(settings, port, _of(host), _inside(host))) for host in HOSTS}
        senders = {}
        for host in HOSTS:
            senders[host] = stack.enter_context(process(["flask", "scheduler"], settings, _inside(host)))
            time.sleep(4)  # the first one has the lock, the second stands by
        stop = threading.Event()
        workers = [threading.Thread(target=_work, args=(town, number, port, stop, acknowledged)) for number in range(4)]
        for worker in workers:
            worker.start()
        _until_more(post, 3)
        first = next(host for host in HOSTS if _of(host) == post.peers[-1])
        other = next(host for host in HOSTS if host != first)
        cut_at = time.monotonic()
        _line(first, "down")  # a host is lost with its web server and the scheduler that sends
        took = eventually(lambda: _of(other) in post.peers, patience=PATIENCE)
        took_over = time.monotonic() - cut_at
        _line(first, "up")
        webs[other].send_signal(signal.SIGKILL)  # then the other web server
        _until_longer(acknowledged, 5)
        stack.enter_context(web(settings, port + 1, _of(other), _inside(other)))
        senders[other].send_signal(signal.SIGKILL)  # and the scheduler that took over
        eventually(lambda: _waiting(engine) == 0, patience=PATIENCE)
        stop.set()
        for worker in workers:
            worker.join()
    with Session(engine) as session:
        notes = set(session.scalars(sa.select(TaskEvent.note)))
        sound = find_first_break(event_log.walk_event_chain(session)) is None
        letters = session.query(Letter).count()
        settled = (LetterState.SENT, LetterState.OBSOLETE)  # obsolete: the work was accepted before the letter left
        missing = session.query(Letter).filter(Letter.state.not_in(settled)).count()
    engine.dispose()
    names = Counter(str(message_from_bytes(content)["Message-ID"]) for _, content in post.taken)
    return Verdict(
        losses=3,
        acknowledged=len(acknowledged),
        lost=sum(note not in notes for note in acknowledged),
        letters=letters,
        missing=missing,
        twice=sum(number - 1 for number in names.values()),
        took_over=took_over if took else PATIENCE,
        is_sound=sound,
    )


def _work(town: Town, ward: int, port: int, stop: threading.Event, acknowledged: list[str]) -> None:
    """Report progress through whichever host answers, as behind a load balancer."""
    token, task, number = town.tokens[ward], town.tasks[ward][0], 0
    dice = random.Random(ward)
    places = [(_of(host), door) for host in HOSTS for door in (port, port + 1)]
    accepted = False
    while not stop.is_set():
        host, door = dice.choice(places)
        path = f"/api/v1/tasks/{task}"
        tag = ask(host, door, "GET", path, token, timeout=8).headers.get("ETag")
        if not tag:
            time.sleep(0.1)
            continue
        note = f"ward {ward} note {number}"
        verb, body = ("progress", {"note": note}) if accepted else ("accept", None)
        answer = ask(
            host, door, "POST", f"{path}/{verb}", token, body, 8, If_Match=tag, Idempotency_Key=f"{verb} {note}"
        )
        if answer.status == 200 and accepted:
            acknowledged.append(note)
            number += 1
        accepted = accepted or answer.status in (200, 422)


def _until_more(post: MoodyServer, count: int) -> None:
    wanted = len(post.taken) + count
    assert eventually(lambda: len(post.taken) >= wanted, patience=PATIENCE), "no more letters arrive"


def _until_longer(acknowledged: list[str], count: int) -> None:
    wanted = len(acknowledged) + count
    assert eventually(lambda: len(acknowledged) >= wanted, patience=PATIENCE), "nobody can work"


def _waiting(engine: sa.Engine) -> int:
    waiting = (LetterState.NEW, LetterState.SENDING, LetterState.RETRY)
    with engine.connect() as connection:
        question = sa.select(sa.func.count()).select_from(Letter).where(Letter.state.in_(waiting))
        return int(connection.execute(question).scalar_one())


def _of(host: str) -> str:
    return f"{NET}.{11 + HOSTS.index(host)}"


def _all_hosts() -> str:
    return ",".join(_of(host) for host in HOSTS)


def _inside(host: str) -> list[str]:
    return ["ip", "netns", "exec", f"trk-{host}"]


def _ip(*words: str, check: bool = True) -> None:
    subprocess.run(["ip", *words], check=check, stderr=subprocess.DEVNULL)


def _line(host: str, state: str) -> None:
    """Cut or mend the line of a host, on our side of it: the host itself learns nothing."""
    _ip("link", "set", f"trk-{host}-out", state)


@contextmanager
def _network() -> Iterator[None]:
    """Make a bridge and a namespace for each host on it."""
    _forget_network()
    try:
        _ip("link", "add", BRIDGE, "type", "bridge")
        _ip("addr", "add", f"{GATE}/24", "dev", BRIDGE)
        _ip("link", "set", BRIDGE, "up")
        for host in HOSTS:
            space, inner, outer = f"trk-{host}", f"trk-{host}-in", f"trk-{host}-out"
            _ip("netns", "add", space)
            _ip("link", "add", outer, "type", "veth", "peer", "name", inner)
            _ip("link", "set", inner, "netns", space)
            _ip("link", "set", outer, "master", BRIDGE)
            _ip("link", "set", outer, "up")
            _ip("netns", "exec", space, "ip", "addr", "add", f"{_of(host)}/24", "dev", inner)
            _ip("netns", "exec", space, "ip", "link", "set", inner, "up")
            _ip("netns", "exec", space, "ip", "link", "set", "lo", "up")
        yield
    finally:
        _forget_network()


def _forget_network() -> None:
    for host in HOSTS:
        _ip("netns", "del", f"trk-{host}", check=False)
        _ip("link", "del", f"trk-{host}-out", check=False)
    _ip("link", "del", BRIDGE, check=False)


@contextmanager
def _gate(socket_path: str) -> Iterator[int]:
    """Let the hosts reach the database over the network; yield the port. Dead lines are noticed as `QUICK` says."""
    with socket.create_server((GATE, 0)) as listener:

        def carry(source: socket.socket, target: socket.socket) -> None:
            with suppress(OSError):
                while data := source.recv(65536):
                    target.sendall(data)
            for each in (source, target):
                with suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)

        def accept() -> None:
            with suppress(OSError):
                while True:
                    line, _ = listener.accept()
                    line.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
                    for option, value in QUICK.items():
                        line.setsockopt(socket.IPPROTO_TCP, option, value)
                    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, 11_000)
                    inner = socket.socket(socket.AF_UNIX)
                    inner.connect(socket_path)
                    for pair in ((line, inner), (inner, line)):
                        threading.Thread(target=carry, args=pair, daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        yield listener.getsockname()[1]

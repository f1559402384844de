"""What schemathesis makes of the API's own description: right and wrong requests by the thousand, none answered 5xx."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode

DESCRIPTION = "/api/v1/openapi.json"
SEED, BATCH = 1822, 50


@dataclass
class Verdict:
    """How many requests were made of how many operations, what they were answered with, which met a fault."""

    database: str
    operations: int = 0
    answers: Counter[int] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def holds(self) -> bool:
        """Tell whether every operation was asked and nothing failed."""
        return self.operations > 0 and self.answers.total() > self.operations and not self.faults

    def __str__(self) -> str:
        """Return the figures in one line, and the first faults if any."""
        shown = ", ".join(f"{status}: {number}" for status, number in sorted(self.answers.items()))
        line = (
            f"{self.database:<11} schemathesis {self.answers.total()} requests to {self.operations} operations, "
            f"{len(self.faults)} faults ({shown}), {self.seconds:.0f} s"
        )
        return "\n".join([line, *self.faults[:5]])


def tried(app: Flask, token: str, database: str, count: int, most_seconds: float) -> Verdict:
    """Ask every operation so often that `count` requests are made in all, within some seconds."""
    begun, verdict = time.monotonic(), Verdict(database)
    schema = schemathesis.openapi.from_wsgi(DESCRIPTION, app)
    operations = [each.ok() for each in schema.get_all_operations() if isinstance(each, Ok)]
    verdict.operations = len(operations)
    headers = {"Authorization": f"Bearer {token}"}
    for position, operation in enumerate(operations):
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            until = begun + most_seconds * (position + 1) / len(operations)
            _ask(operation, mode, headers, count // (2 * len(operations)), until, verdict)
    verdict.seconds = time.monotonic() - begun
    return verdict


def _ask(
    operation: Any, mode: GenerationMode, headers: dict[str, str], count: int, until: float, verdict: Verdict
) -> None:
    """Ask in batches, the first one however late it is, the others while there is time."""
    for batch in range(max(1, count // BATCH)):
        if batch and time.monotonic() > until:
            return

        @seed(SEED + batch)
        @settings(
            max_examples=BATCH,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def one(case: Any) -> None:
            answer = case.call(headers=headers)
            verdict.answers[answer.status_code] += 1
            if answer.status_code >= 500:
                verdict.faults.append(f"{answer.status_code} {case.as_curl_command()}"[:300])

        one()

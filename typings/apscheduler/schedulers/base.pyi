import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from apscheduler.events import JobExecutionEvent

class Job:
    id: str
    next_run_time: dt.datetime | None

class BaseScheduler:
    def __init__(
        self, *, timezone: dt.tzinfo = ..., job_defaults: Mapping[str, Any] = ..., executors: Mapping[str, Any] = ...
    ) -> None: ...
    @property
    def running(self) -> bool: ...
    def start(self, paused: bool = ...) -> None: ...
    def shutdown(self, wait: bool = ...) -> None: ...
    def add_listener(self, callback: Callable[[JobExecutionEvent], None], mask: int = ...) -> None: ...
    def add_job(
        self,
        func: Callable[..., object],
        trigger: object = ...,
        args: Sequence[Any] = ...,
        *,
        id: str = ...,
        coalesce: bool = ...,
        max_instances: int = ...,
        misfire_grace_time: int | None = ...,
        next_run_time: dt.datetime = ...,
    ) -> Job: ...
    def modify_job(self, job_id: str, *, next_run_time: dt.datetime = ...) -> Job: ...
    def get_jobs(self) -> list[Job]: ...

import datetime as dt

class IntervalTrigger:
    def __init__(
        self,
        *,
        seconds: int = ...,
        minutes: int = ...,
        start_date: dt.datetime | None = ...,
        timezone: dt.tzinfo | None = ...,
    ) -> None: ...

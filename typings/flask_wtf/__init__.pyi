from collections.abc import Mapping
from typing import Any

from flask_wtf.csrf import CSRFProtect as CSRFProtect
from wtforms import Form

class FlaskForm(Form):
    def __init__(
        self,
        formdata: Any = ...,
        obj: object | None = ...,
        prefix: str = ...,
        data: Mapping[str, Any] | None = ...,
        meta: Mapping[str, Any] | None = ...,
        **kwargs: Any,
    ) -> None: ...
    def is_submitted(self) -> bool: ...
    def validate_on_submit(self, extra_validators: Mapping[str, Any] | None = ...) -> bool: ...
    def hidden_tag(self, *fields: Any) -> str: ...

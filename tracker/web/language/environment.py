"""The templates in two environments: one speaks Vietnamese as they are written, the other the same in English."""

from __future__ import annotations

from collections.abc import Callable, Iterable, MutableMapping
from typing import Any

from flask.templating import Environment
from jinja2 import Template, nodes
from jinja2.filters import do_capitalize, do_join, do_lower
from jinja2.nodes import EvalContext
from jinja2.utils import pass_eval_context
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from tracker.core.i18n import ENGLISH
from tracker.web.language.speech import (
    english_of,
    get_request_language,
    language_attribute,
    make_singular,
    translate_in_page,
    translate_message,
    translate_quoted,
)
from tracker.web.language.template_reader import TranslatedTextExtension


class BilingualEnvironment(Environment):
    """Jinja's environment of the application; whoever reads English gets each template from its English twin."""

    english: Environment | None = None

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the global names of one template in one plain dictionary, as they are when it is loaded.

        Jinja would chain two, and compare all their names whenever one template imports from another: with ten
        imports to a page that was a tenth of its time. Everything is global here before the first page.
        """
        return {**self.globals, **(d or {})}

    def get_template(self, name: Any, parent: str | None = None, globals: Any = None) -> Template:
        """Return a template in the language of the request."""
        return super().get_template(name, parent, globals) if self._is_right() else self._twin().get_template(name)

    def get_or_select_template(self, name: Any, parent: str | None = None, globals: Any = None) -> Template:
        """Return the first of several templates in the language of the request."""
        if self._is_right():
            return super().get_or_select_template(name, parent, globals)
        return self._twin().get_or_select_template(name)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        return _JoinedSpoken().visit(tree) if self.overlayed else tree

    def _is_right(self) -> bool:
        return bool(self.overlayed) or get_request_language() != ENGLISH

    def _twin(self) -> Environment:
        """Return the environment that speaks English, made when somebody first reads it."""
        if self.english is None:
            twin = self.overlay(extensions=[TranslatedTextExtension], finalize=english_of)
            assert isinstance(twin, BilingualEnvironment)
            twin.filters = {
                **self.filters,
                "capitalize": lambda text: do_capitalize(str(english_of(text))),
                "lower": lambda text: do_lower(str(english_of(text))),
                "join": _join,
            }
            twin.globals = {
                **self.globals,
                "_say": translate_in_page,
                "_said": translate_message,
                "_spoken": english_of,
                "_joined": _joined,
                "_quoted": translate_quoted,
                "tongue_of": language_attribute,
            }
            self.english = twin
        return self.english


def _joined(text: str) -> str:
    return Markup(make_singular(text)) if isinstance(text, Markup) else make_singular(text)  # one before too  # nosec B704


class _JoinedSpoken(NodeTransformer):
    """Says each piece of a text that is put together with `~` before it becomes one text."""

    def visit_Concat(self, node: nodes.Concat) -> nodes.Call:  # noqa: N802 - the name Jinja calls
        """Put a call around each piece."""
        said = [
            piece
            if isinstance(piece, nodes.Const)
            else nodes.Call(nodes.Name("_spoken", "load"), [self.visit(piece)], [], None, None, lineno=node.lineno)
            for piece in node.nodes
        ]
        whole = nodes.Concat(said, lineno=node.lineno)
        return nodes.Call(nodes.Name("_joined", "load"), [whole], [], None, None, lineno=node.lineno)


@pass_eval_context
def _join(context: EvalContext, values: Iterable[Any], between: str = "", attribute: str | None = None) -> str:
    join: Callable[..., str] = do_join
    return join(context, [english_of(value) for value in values], between, attribute)

"""Templates in two languages: they are written in Vietnamese, and this extension finds the sentences in them.

Decision record 0019. A run of text between two tags, with the values that stand in it, is one message, as is a text
in an attribute that people read and a Vietnamese string in an expression. In the environment that speaks English each
becomes a call of `_say` or `_said`; the environment that speaks Vietnamese does not load the
extension and pays nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream, describe_token

from tracker.web.language.runs import Run, Value, of_value, spoken_in

SPOKEN_ATTRIBUTES = frozenset({"alt", "aria-label", "data-label", "label", "placeholder", "title"})
"""Attributes whose value people read or hear."""

RAW = frozenset({"script", "style"})
PLAIN = frozenset({"desc", "option", "text", "textarea", "title", "tspan"})
"""Elements that hold text and no other element: nothing in them can be marked as being in another language."""

_MARKUP = re.compile(r"(<!--.*?-->|</?[a-zA-Z][a-zA-Z0-9-]*|<!)", re.DOTALL)
_QUOTED = re.compile(r"""([a-zA-Z][a-zA-Z0-9-]*)\s*=\s*(["'])$""")


class SpokenText(Extension):
    """Turn what people read in a template into calls that look its English up."""

    def filter_stream(self, stream: TokenStream) -> Iterable[Token]:
        """Return the tokens of a template with its sentences as calls."""
        return _Reader().read(stream)


@dataclass(frozen=True, slots=True)
class _Taken:
    """A stretch of plain template text, and whether it is words."""

    text: str
    is_words: bool


class _Reader:
    """Walks through a template knowing whether it stands in text, in a tag, in an attribute or in raw matter."""

    def __init__(self) -> None:
        self.run = Run()
        self.inside = ""  # the tag we are in
        self.quote = ""
        self.spoken = True
        self.raw = ""
        self.plain = ""  # the element we are in that holds no other
        self.in_title = False  # a title is printed in an element that holds no other, wherever it is written

    def read(self, stream: TokenStream) -> Iterator[Token]:
        """Return the tokens of the whole template."""
        expression: list[Token] | None = None
        in_block = False
        for token in stream:
            if token.type == "data":
                yield from self._data(token)
            elif token.type == "variable_begin":
                expression = []
            elif token.type == "variable_end" and expression is not None:
                yield from self._value(expression, token)
                expression = None
            elif expression is not None:
                expression.append(token)
            elif token.type == "block_begin":
                yield from self._end_of_run()
                in_block, block = True, list[Token]()
                yield token
            elif token.type == "block_end":
                yield from spoken_in(block)
                self._note_title(block)
                in_block = False
                yield token
            elif in_block:
                block.append(token)
            else:
                yield token
        yield from self._end_of_run()

    def _value(self, expression: list[Token], end: Token) -> Iterator[Token]:
        if not expression:
            raise ValueError(f"line {end.lineno}: an empty expression, {describe_token(end)}")
        if self.spoken and not self.raw:
            self.run.pieces.append(Value(expression, not (self.quote or self.plain or self.in_title)))
        else:
            yield from of_value(Value(expression))

    def _note_title(self, block: list[Token]) -> None:
        words = [str(token.value) for token in block[:2]]
        if words == ["block", "title"]:
            self.in_title = True
        elif words[:1] == ["endblock"]:
            self.in_title = False

    def _end_of_run(self) -> Iterator[Token]:
        run, self.run = self.run, Run()
        if run.pieces:
            yield from run.tokens()

    def _data(self, token: Token) -> Iterator[Token]:
        text, line = str(token.value), token.lineno
        while text:
            taken, text = self._step(text)
            if not taken.is_words:
                yield from self._end_of_run()
                yield Token(line, "data", taken.text)
            elif taken.text:
                self.run.pieces.append(Token(line, "data", taken.text))
            line += taken.text.count("\n")

    def _step(self, text: str) -> tuple[_Taken, str]:
        """Take the next stretch of text and note where the template then stands."""
        if self.raw:
            end = text.find(f"</{self.raw}")
            if end < 0:
                return _Taken(text, is_words=False), ""
            self.raw = ""
            return _Taken(text[:end], is_words=False), text[end:]
        if self.quote:
            end = text.find(self.quote)
            words = self.spoken
            if end < 0:
                return _Taken(text, is_words=words), ""
            if end > 0:
                return _Taken(text[:end], is_words=words), text[end:]
            self.quote, self.spoken = "", False
            return _Taken(text[:1], is_words=False), text[1:]
        if self.inside:
            return self._in_tag(text)
        found = _MARKUP.search(text)
        if found is None:
            return _Taken(text, is_words=True), ""
        if found.start() > 0:
            return _Taken(text[: found.start()], is_words=True), text[found.start() :]
        mark = found.group()
        if not mark.startswith("<!--"):
            self.inside, self.spoken = mark.lstrip("</").lower() or "!", False
            if mark.startswith("</"):
                self.inside = "/" + self.inside
        return _Taken(mark, is_words=False), text[found.end() :]

    def _in_tag(self, text: str) -> tuple[_Taken, str]:
        for place, letter in enumerate(text):
            if letter == ">":
                self.raw = self.inside if self.inside in RAW else ""
                if self.inside in PLAIN:
                    self.plain = self.inside
                elif self.inside == f"/{self.plain}":
                    self.plain = ""
                self.inside, self.spoken = "", True
                return _Taken(text[: place + 1], is_words=False), text[place + 1 :]
            if letter in "\"'":
                opened = _QUOTED.search(text[: place + 1])
                self.quote = letter
                self.spoken = opened is not None and opened.group(1).lower() in SPOKEN_ATTRIBUTES
                return _Taken(text[: place + 1], is_words=False), text[place + 1 :]
        return _Taken(text, is_words=False), ""

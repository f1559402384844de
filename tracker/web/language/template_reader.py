"""Templates in two languages: they are written in Vietnamese, and this extension finds the sentences in them.

Decision record 0019. A run of text between two tags, with the values that stand in it, is one message, as is a text
in an attribute that people read and a Vietnamese string in an expression. In the environment that speaks English each
becomes a call of `_say` or `_said`; the environment that speaks Vietnamese does not load the
extension and pays nothing.

Sentences of a template on their way to a message: what is words, what is a value, and the call that says them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream, describe_token

_ENTITY = re.compile(r"&#?\w+;")
_PLAIN_WORD = re.compile(r"[A-Z][a-z]*(?: [a-zA-Z]+)*[.:…]?")
_NOT_SPOKEN_BEFORE = frozenset({"eq", "ne", "dot"})
_SUBSCRIBED = frozenset({"name", "rbracket", "rparen"})
"""What a bracket stands behind when it takes a part of something and begins no list."""
_KEYWORDS = frozenset({"if", "else", "not", "is", "in", "and", "or"})


def is_vietnamese(text: str) -> bool:
    """Tell whether a text holds a letter that English does not have."""
    return any(letter.isalpha() and not letter.isascii() for letter in unicodedata.normalize("NFC", text))


def is_spoken(text: str) -> bool:
    """Tell whether a string in an expression is for people: Vietnamese letters, or a capital as sentences have."""
    return is_vietnamese(text) or (len(text) > 1 and _PLAIN_WORD.fullmatch(text) is not None)


@dataclass(frozen=True, slots=True)
class TemplateValue:
    """An expression in a template; `is_text` when its value stands between tags, where it can be put in one."""

    tokens: list[Token]
    is_text: bool = False

    def said(self) -> Iterator[Token]:
        """Return the expression with what is said in it; what a paper says is marked as Vietnamese (WCAG 3.1.2)."""
        line = self.tokens[0].lineno
        marked = self.is_text and all(token.type != "tilde" for token in self.tokens)
        if marked:
            yield Token(line, "name", "_quoted")
        yield Token(line, "lparen", "(")
        yield from translate_tokens(self.tokens)
        yield Token(line, "rparen", ")")


@dataclass
class TextRun:
    """Text and values that belong together, on their way to one message."""

    pieces: list[Token | TemplateValue] = field(default_factory=list)

    def tokens(self) -> Iterator[Token]:
        """Return the tokens of the run: a call when it holds words, itself when it does not."""
        words = "".join(piece.value for piece in self.pieces if isinstance(piece, Token))
        if not any(letter.isalpha() for letter in _ENTITY.sub("", words)):
            for piece in self.pieces:
                yield from [piece] if isinstance(piece, Token) else value_tokens(piece)
            return
        yield from self._call()

    def _call(self) -> Iterator[Token]:
        line = next(piece.lineno for piece in self.pieces if isinstance(piece, Token))
        message, values, taken = "", [], dict[str, int]()
        for piece in self.pieces:
            if isinstance(piece, Token):
                message += re.sub(r"\s+", " ", piece.value).replace("%", "%%")
                continue
            name = _name_of(piece.tokens)
            taken[name] = taken.get(name, 0) + 1
            name = name if taken[name] == 1 else f"{name}{taken[name]}"
            message += f"%({name})s"
            values.append((name, piece))
        kept = message.strip()
        before, after = message[: len(message) - len(message.lstrip())], message[len(message.rstrip()) :]
        if before:
            yield Token(line, "data", before)
        yield Token(line, "variable_begin", "{{")
        yield Token(line, "name", "_say")
        yield Token(line, "lparen", "(")
        yield Token(line, "string", kept)
        for name, value in values:
            yield Token(line, "comma", ",")
            yield Token(line, "name", name)
            yield Token(line, "assign", "=")
            yield from value.said()
        yield Token(line, "rparen", ")")
        yield Token(line, "variable_end", "}}")
        if after:
            yield Token(line, "data", after)


def value_tokens(value: TemplateValue) -> Iterator[Token]:
    """Return the tokens that print a value."""
    yield Token(value.tokens[0].lineno, "variable_begin", "{{")
    yield from value.said()
    yield Token(value.tokens[-1].lineno, "variable_end", "}}")


def _name_of(value: list[Token]) -> str:
    """Name a value in a message: the last plain name before its filters or its call."""
    name = ""
    for token in value:
        if token.type in {"pipe", "lparen"} and name:
            break
        if token.type == "name" and token.value not in _KEYWORDS:
            name = str(token.value)
    return name or "value"


def _is_taken_from(token: Token) -> bool:
    return token.type in _SUBSCRIBED and token.value not in _KEYWORDS


def translate_tokens(tokens: list[Token]) -> Iterator[Token]:
    """Return the tokens of an expression with each string for people in a call of its own."""
    for place, token in enumerate(tokens):
        before = tokens[place - 1].type if place else ""
        after = tokens[place + 1].type if place + 1 < len(tokens) else ""
        compared = before in _NOT_SPOKEN_BEFORE or after in {"eq", "ne", "colon"}
        compared = compared or (before == "lbracket" and place > 1 and _is_taken_from(tokens[place - 2]))
        compared = compared or (token.type == "string" and place > 0 and tokens[place - 1].value == "in")
        if token.type == "string" and is_spoken(str(token.value)) and not compared:
            yield Token(token.lineno, "name", "_said")
            yield Token(token.lineno, "lparen", "(")
            yield token
            yield Token(token.lineno, "rparen", ")")
        else:
            yield token


SPOKEN_ATTRIBUTES = frozenset({"alt", "aria-label", "data-label", "label", "placeholder", "title"})
"""Attributes whose value people read or hear."""

RAW = frozenset({"script", "style"})
PLAIN_TEXT_TAGS = frozenset({"desc", "option", "text", "textarea", "title", "tspan"})
"""Elements that hold text and no other element: nothing in them can be marked as being in another language."""

_MARKUP = re.compile(r"(<!--.*?-->|</?[a-zA-Z][a-zA-Z0-9-]*|<!)", re.DOTALL)
_QUOTED = re.compile(r"""([a-zA-Z][a-zA-Z0-9-]*)\s*=\s*(["'])$""")


class TranslatedTextExtension(Extension):
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
        self.run = TextRun()
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
                yield from translate_tokens(block)
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
            self.run.pieces.append(TemplateValue(expression, not (self.quote or self.plain or self.in_title)))
        else:
            yield from value_tokens(TemplateValue(expression))

    def _note_title(self, block: list[Token]) -> None:
        words = [str(token.value) for token in block[:2]]
        if words == ["block", "title"]:
            self.in_title = True
        elif words[:1] == ["endblock"]:
            self.in_title = False

    def _end_of_run(self) -> Iterator[Token]:
        run, self.run = self.run, TextRun()
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
                if self.inside in PLAIN_TEXT_TAGS:
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

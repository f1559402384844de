"""Sentences of a template on their way to a message: what is words, what is a value, and the call that says them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from jinja2.lexer import Token

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
class Value:
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
        yield from spoken_in(self.tokens)
        yield Token(line, "rparen", ")")


@dataclass
class Run:
    """Text and values that belong together, on their way to one message."""

    pieces: list[Token | Value] = field(default_factory=list)

    def tokens(self) -> Iterator[Token]:
        """Return the tokens of the run: a call when it holds words, itself when it does not."""
        words = "".join(piece.value for piece in self.pieces if isinstance(piece, Token))
        if not any(letter.isalpha() for letter in _ENTITY.sub("", words)):
            for piece in self.pieces:
                yield from [piece] if isinstance(piece, Token) else of_value(piece)
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


def of_value(value: Value) -> Iterator[Token]:
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


def spoken_in(tokens: list[Token]) -> Iterator[Token]:
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

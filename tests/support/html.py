"""What every page must be: a small reader of HTML and the list of its faults."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"})
UNLABELLED_INPUTS = frozenset({"hidden", "submit", "button", "image", "reset"})
TITLE_SEPARATOR = " – "


@dataclass(slots=True)
class Element:
    """One element: its tag, its attributes, its place, and the text inside it."""

    tag: str
    attributes: dict[str, str]
    ancestors: tuple[Element, ...] = field(repr=False)  # a failing test would print the page again and again
    children: list[Element] = field(default_factory=list, repr=False)
    words: list[str] = field(default_factory=list, repr=False)

    @property
    def text(self) -> str:
        """Return the text with its white space as a reader sees it."""
        return " ".join("".join(self.words).split())

    def get(self, name: str) -> str:
        """Return an attribute, or an empty string."""
        return self.attributes.get(name, "")


class Page(HTMLParser):
    """A page, read once; `elements` are in the order of the source."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self.faults: list[str] = []
        self._open: list[Element] = []
        self.feed(html)
        self.close()
        self.faults += [f"<{element.tag}> is never closed" for element in self._open]

    def all(self, *tags: str) -> list[Element]:
        """Return the elements with one of these tags."""
        return [element for element in self.elements if element.tag in tags]

    def text(self, tag: str) -> str:
        """Return the text of the first element with this tag."""
        return next((element.text for element in self.all(tag)), "")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        self.handle_startendtag(tag, attrs)
        if tag not in VOID:
            self._open.append(self.elements[-1])

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that holds nothing."""
        names = [name for name, _ in attrs]
        self.faults += [f"<{tag}> has {name} twice" for name, n in Counter(names).items() if n > 1]
        element = Element(tag, {name: value or "" for name, value in attrs}, tuple(self._open))
        if self._open:
            self._open[-1].children.append(element)
        self.elements.append(element)

    def handle_endtag(self, tag: str) -> None:
        """Close the element opened last."""
        if self._open and self._open[-1].tag == tag:
            self._open.pop()
        else:
            self.faults.append(f"</{tag}> closes nothing")

    def handle_data(self, data: str) -> None:
        """Give the words to everything they stand in."""
        for element in self._open:
            element.words.append(data)


def faults(html: str) -> list[str]:
    """Return what is wrong with a whole page, a sentence each; an empty list is a good page."""
    page = Page(html)
    return [
        *page.faults,
        *_heading(page),
        *_identities(page),
        *_inline_code(page),
        *_labels(page),
        *_forms(page),
        *_tables(page),
        *_names(page),
    ]


def _heading(page: Page) -> list[str]:
    headings = page.all("h1")
    if len(headings) != 1:
        return [f"the page has {len(headings)} h1"]
    title = page.text("title").split(TITLE_SEPARATOR)[0]
    language = [] if page.all("html")[0].get("lang") in ("vi", "en") else ["the page names no language"]
    if headings[0].text != title:
        return [*language, f"h1 «{headings[0].text}» is not the title «{title}»"]
    return language


def _identities(page: Page) -> list[str]:
    known = Counter(element.get("id") for element in page.elements if element.get("id"))
    problems = [f"id {name} is used {n} times" for name, n in known.items() if n > 1]
    for element in page.elements:
        for attribute in ("for", "aria-describedby", "aria-labelledby", "aria-controls"):
            problems += [
                f"{attribute} names {name}, which is nowhere"
                for name in element.get(attribute).split()
                if name not in known
            ]
    return problems


def _inline_code(page: Page) -> list[str]:
    problems = [f"<{element.tag}> has a style attribute" for element in page.elements if "style" in element.attributes]
    problems += ["the page has a <style>" for _ in page.all("style")]
    problems += ["a script stands in the page" for script in page.all("script") if not script.get("src")]
    for element in page.elements:
        problems += [f"<{element.tag}> has {name}" for name in element.attributes if name.startswith("on")]
        address = element.get("href") or element.get("src") or element.get("action")
        if address.lower().startswith(("javascript:", "data:")):
            problems.append(f"<{element.tag}> opens {address[:20]}")
    return problems


def _labels(page: Page) -> list[str]:
    labelled = {label.get("for") for label in page.all("label")}
    return [
        f"<{control.tag} name={control.get('name')}> has no label"
        for control in page.all("input", "select", "textarea")
        if control.get("type") not in UNLABELLED_INPUTS
        and control.get("id") not in labelled
        and not any(ancestor.tag == "label" for ancestor in control.ancestors)
        and not (control.get("aria-label") or control.get("aria-labelledby"))
    ]


def _forms(page: Page) -> list[str]:
    problems = []
    for form in page.all("form"):
        method = form.get("method").lower()
        if not form.get("action") or method not in {"get", "post"}:
            problems.append("a form does not say where and how it is sent")
        if any(ancestor.tag == "form" for ancestor in form.ancestors):
            problems.append("a form stands in a form")
    return problems


def _tables(page: Page) -> list[str]:
    problems = []
    for table in page.all("table"):
        if not any(child.tag == "caption" for child in table.children):
            problems.append("a table has no caption")
    problems += [f"table head «{head.text}» has no scope" for head in page.all("th") if not head.get("scope")]
    return problems


def _names(page: Page) -> list[str]:
    problems = [
        f"<{element.tag}> says nothing"
        for element in page.all("a", "button")
        if not (element.text or element.get("aria-label"))
    ]
    problems += ["an image has no alt" for image in page.all("img") if "alt" not in image.attributes]
    return problems


def unmarked(page: str) -> str:
    """Return a page of refusal without the mark under which the log tells of it."""
    return re.sub(r"– [0-9a-f]{8}", "", page)

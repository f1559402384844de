"""One thing to be done, in the words of the paper, and the places of those words."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a paragraph: its number, and letters from `start` to `end`."""

    paragraph: int
    start: int
    end: int
    text: str

    def as_json(self) -> dict[str, object]:
        """Return the place as printed; letters counted from 0 in the tidy text of the paragraph."""
        return {"paragraph": self.paragraph, "start": self.start, "end": self.end, "text": self.text}


@dataclass(slots=True)
class Duty:
    """One thing to be done, in the words of the paper."""

    lead: str
    lead_at: Place | None
    coordinating: str
    content: list[Place] = field(default_factory=list)
    moments: list[Place] = field(default_factory=list)
    is_from_addressees: bool = False
    is_monitoring: bool = False

    @property
    def text(self) -> str:
        """The content as one text, without the marks between its parts."""
        joined = " ".join(part.text.strip() for part in self.content).strip(" .;,/-")
        return joined[:1].upper() + joined[1:]

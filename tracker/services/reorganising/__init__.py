"""A change of organisation as one act: foreseen to the last assignment, then carried out whole or not at all."""

from tracker.services.reorganising.asking import NEW, Change, Choices, NewUnit, Paper
from tracker.services.reorganising.carrying_out import Outcome, carry_out
from tracker.services.reorganising.foreseeing import Foreseen, Move, PostMove, foresee

__all__ = [
    "NEW",
    "Change",
    "Choices",
    "Foreseen",
    "Move",
    "NewUnit",
    "Outcome",
    "Paper",
    "PostMove",
    "carry_out",
    "foresee",
]

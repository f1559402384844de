"""The picture of the packages is that of the contracts, and the packages say what they are for."""

from __future__ import annotations

from tests.house.architecture import PICTURE, draw, layers, sentence


def test_the_picture_is_drawn_from_the_contracts() -> None:
    assert PICTURE.read_text(encoding="utf-8") == draw(), "run make picture"


def test_every_package_says_what_it_is_for() -> None:
    packages = [package for layer in layers() for package in layer]

    assert len(packages) >= 19
    assert [package for package in packages if len(sentence(package)) < 20] == []

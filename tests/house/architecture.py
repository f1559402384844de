"""The picture of docs/architecture.md, drawn from the import contracts by `make picture`; a test holds it true."""

from __future__ import annotations

import ast
import tomllib
from html import escape

from tests.house.sources import ROOT, TRACKER

PICTURE = ROOT / "docs" / "pictures" / "architecture.svg"
WIDTH, HEIGHT, GAP, LEFT = 980, 30, 5, 10


def layers() -> list[list[str]]:
    """Return the packages of each layer, the highest first, as the first contract of pyproject.toml names them."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contract = settings["tool"]["importlinter"]["contracts"][0]
    return [[name.strip() for name in layer.split("|")] for layer in contract["layers"]]


def sentence(package: str) -> str:
    """Return what a package says of itself: the first sentence of its docstring."""
    path = TRACKER / package / "__init__.py"
    source = (path if path.exists() else TRACKER / f"{package}.py").read_text(encoding="utf-8")
    return (ast.get_docstring(ast.parse(source)) or "").split("\n\n")[0].replace("\n", " ").rstrip(".")


def draw() -> str:
    """Return the picture: a row for each layer; a package imports from rows below its own, never from above."""
    rows, top = [], 34
    for packages in layers():
        width = (WIDTH - 2 * LEFT - GAP * (len(packages) - 1)) / len(packages)
        for place, package in enumerate(packages):
            left = LEFT + place * (width + GAP)
            size = 13 if len(packages) == 1 else 11
            rows.append(
                f'<rect x="{left:g}" y="{top}" width="{width:g}" height="{HEIGHT}" rx="3" fill="#eef2f6"/>'
                f'<text x="{left + 10:g}" y="{top + 20}"><tspan font-weight="bold">{escape(package)}</tspan>'
                f'<tspan dx="10" font-size="{size}">{escape(sentence(package))}</tspan></text>'
            )
        top += HEIGHT + GAP
    lines = "\n".join(rows)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top + 5}" font-family="sans-serif"'
        ' font-size="14">\n'
        f'<text x="{LEFT}" y="22" font-weight="bold">tracker/: a package may import those below it, none above</text>\n'
        f"{lines}\n</svg>\n"
    )


if __name__ == "__main__":
    PICTURE.write_text(draw(), encoding="utf-8")

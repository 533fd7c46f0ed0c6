"""Curves as static SVG, readable without a program."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 460, 340
LEFT, TOP, RIGHT, BOTTOM = 56, 34, 16, 48
COLOURS = ("#0b5394", "#b45f06", "#38761d", "#741b47")
DASHES = ("", "6 3", "2 2", "8 3 2 3")  # told apart without colour too
Point = tuple[float, float]


def draw(path: Path, title: str, across: str, up: str, lines: Mapping[str, Sequence[Point]]) -> None:
    """Writes lines through points of 0..1, with a legend."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'font-family="sans-serif" font-size="11"><title>{escape(title)}</title>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
        _text(WIDTH / 2, 18, title, size=13),
        _text(LEFT + _width() / 2, HEIGHT - 10, across),
        f'<g transform="rotate(-90 14 {TOP + _height() / 2:g})">{_text(14, TOP + _height() / 2, up)}</g>',
    ]
    for tick in (0, 0.2, 0.4, 0.6, 0.8, 1):
        x, y = _place((tick, tick))
        parts.append(f'<path d="M{x:g} {TOP}V{HEIGHT - BOTTOM}M{LEFT} {y:g}H{WIDTH - RIGHT}" stroke="#ddd"/>')
        parts.append(_text(x, HEIGHT - BOTTOM + 15, f"{tick:g}") + _text(LEFT - 16, y + 4, f"{tick:g}"))
    for number, (name, points) in enumerate(lines.items()):
        style = f'fill="none" stroke="{COLOURS[number]}" stroke-width="1.8" stroke-dasharray="{DASHES[number]}"'
        placed = " ".join("{:.1f},{:.1f}".format(*_place(point)) for point in points)
        y = HEIGHT - BOTTOM - 14 * (len(lines) - number)
        parts.append(f'<polyline points="{placed}" {style}/><path d="M{LEFT + 8} {y - 4}h26" {style}/>')
        parts.append(_text(LEFT + 40, y, name, anchor="start"))
    path.write_text("\n".join([*parts, "</svg>"]) + "\n", encoding="utf-8")


def _width() -> int:
    return WIDTH - LEFT - RIGHT


def _height() -> int:
    return HEIGHT - TOP - BOTTOM


def _place(point: Point) -> Point:
    x, y = point
    return LEFT + x * _width(), TOP + (1 - y) * _height()


def _text(x: float, y: float, text: str, size: int = 11, anchor: str = "middle") -> str:
    return f'<text x="{x:g}" y="{y:g}" font-size="{size}" text-anchor="{anchor}">{escape(text)}</text>'

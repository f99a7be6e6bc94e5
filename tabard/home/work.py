"""Draws the pictures of the demonstration: simple shapes, nobody's photographs."""

import io
import math
from collections.abc import Callable, Iterator

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1_200, 800
# Drawn larger and then made smaller, so that edges are smooth.
LARGER = 2

type Point = tuple[float, float]


class Canvas:
    """A picture in the making, measured in its final pixels."""

    def __init__(self, sky: str, ground: str, *, horizon: float) -> None:
        self._image = Image.new("RGB", (WIDTH * LARGER, HEIGHT * LARGER), sky)
        self._draw = ImageDraw.Draw(self._image)
        self.box(0, horizon, WIDTH, HEIGHT, ground)

    def box(self, left: float, top: float, right: float, bottom: float, colour: str) -> None:
        """Fill a rectangle."""
        self._draw.rectangle(_scaled((left, top), (right, bottom)), colour)

    def round(self, middle: Point, radius: float, colour: str) -> None:
        """Fill a circle."""
        x, y = middle
        corners = _scaled((x - radius, y - radius), (x + radius, y + radius))
        self._draw.ellipse(corners, colour)

    def shape(self, *points: Point, colour: str) -> None:
        """Fill a polygon."""
        self._draw.polygon(_scaled(*points), colour)

    def hill(self, middle: float, top: float, *, wide: float, colour: str) -> None:
        """Fill a hill that rises from below the picture."""
        corners = _scaled((middle - wide / 2, top), (middle + wide / 2, top + wide * 0.6))
        self._draw.ellipse(corners, colour)

    def tree(self, x: float, foot: float, *, tall: float, colour: str = "#2f6b45") -> None:
        """Put up a tree."""
        self.box(x - tall * 0.05, foot - tall * 0.4, x + tall * 0.05, foot, "#6b4a2f")
        self.round((x, foot - tall * 0.65), tall * 0.32, colour)

    def as_png(self) -> bytes:
        """Give the finished picture."""
        out = io.BytesIO()
        self._image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).save(out, "PNG")
        return out.getvalue()


def _scaled(*points: Point) -> list[Point]:
    return [(x * LARGER, y * LARGER) for x, y in points]


def _library_van() -> Canvas:
    canvas = Canvas("#cfe6f2", "#7fae6b", horizon=520)
    canvas.round((1_010, 130), 60, "#f7d774")
    canvas.hill(250, 330, wide=900, colour="#9cc48a")
    canvas.hill(900, 380, wide=1_000, colour="#88b577")
    canvas.box(0, 520, WIDTH, HEIGHT, "#7fae6b")
    for x in (80, 150, 215, 1_000, 1_090):
        canvas.tree(x, 540, tall=150)
    canvas.box(0, 640, WIDTH, 760, "#5b6266")
    for x in range(40, WIDTH, 160):
        canvas.box(x, 694, x + 80, 704, "#f2f2ec")
    _park_van(canvas)
    return canvas


def _park_van(canvas: Canvas) -> None:
    canvas.box(320, 380, 800, 670, "#12695a")
    canvas.shape((800, 450), (890, 450), (960, 560), (960, 670), (800, 670), colour="#0e5548")
    canvas.shape((815, 470), (880, 470), (930, 555), (815, 555), colour="#d9eef5")
    canvas.box(320, 600, 960, 618, "#e3b04b")
    for x in range(370, 740, 130):
        canvas.box(x, 420, x + 100, 510, "#d9eef5")
        for book, colour in enumerate(("#b3261e", "#e3b04b", "#3c6e91", "#7a4b8f", "#2f6b45")):
            canvas.box(x + 8 + book * 17, 450, x + 20 + book * 17, 508, colour)
    for x in (430, 850):
        canvas.round((x, 672), 52, "#23282a")
        canvas.round((x, 672), 24, "#c9ced0")


def _road_works() -> Canvas:
    canvas = Canvas("#dce8ee", "#8fb27a", horizon=300)
    canvas.hill(900, 200, wide=900, colour="#a9c796")
    canvas.box(0, 300, WIDTH, HEIGHT, "#8fb27a")
    canvas.shape((520, 300), (680, 300), (1_120, HEIGHT), (80, HEIGHT), colour="#8a8f92")
    canvas.shape((560, 470), (720, 470), (830, 640), (500, 640), colour="#3f4548")
    for top, wide in ((330, 6), (400, 9), (700, 18)):
        canvas.box(600 - wide, top, 600 + wide, top + wide * 6, "#f2f2ec")
    for x in (60, 1_130):
        canvas.tree(x, 400, tall=190)
    for x, foot, tall in ((420, 520, 110), (380, 620, 150), (320, 750, 200)):
        _put_cone(canvas, x, foot, tall)
    return canvas


def _put_cone(canvas: Canvas, x: float, foot: float, tall: float) -> None:
    half = tall * 0.3
    canvas.box(x - half * 1.3, foot - 8, x + half * 1.3, foot + 8, "#c2410c")
    canvas.shape((x - half, foot), (x, foot - tall), (x + half, foot), colour="#ea580c")
    canvas.shape(
        (x - half * 0.66, foot - tall * 0.34),
        (x - half * 0.4, foot - tall * 0.6),
        (x + half * 0.4, foot - tall * 0.6),
        (x + half * 0.66, foot - tall * 0.34),
        colour="#fff7ed",
    )


def _meadow() -> Canvas:
    canvas = Canvas("#bfe0f5", "#86b766", horizon=380)
    canvas.round((180, 140), 70, "#fbe08a")
    for x, top, wide in ((700, 120, 50), (760, 100, 64), (830, 125, 48)):
        canvas.round((x, top), wide, "#ffffff")
    canvas.hill(350, 280, wide=1_100, colour="#a2cb86")
    canvas.box(0, 400, WIDTH, HEIGHT, "#86b766")
    for x in (900, 980, 1_080):
        canvas.tree(x, 410, tall=130)
    for left, y, size, colour in _flowers():
        canvas.box(left - size * 0.12, y, left + size * 0.12, y + size * 2.4, "#4f8a3f")
        for turn_x, turn_y in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            canvas.round((left + turn_x * size * 0.6, y + turn_y * size * 0.6), size * 0.5, colour)
        canvas.round((left, y), size * 0.45, "#f2c230")
    return canvas


def _flowers() -> Iterator[tuple[float, float, float, str]]:
    """Strew flowers evenly, the nearer the larger, the same each time."""
    colours = ("#ffffff", "#e58ab8", "#f7e26b", "#c9a5e0")
    golden = (math.sqrt(5) - 1) / 2
    for number in range(110):
        y = 430 + number * 3.2
        yield number * golden % 1 * WIDTH, y, 7 + number / 6, colours[number % 4]


def _stream() -> Canvas:
    canvas = Canvas("#d5e9f0", "#7fae6b", horizon=330)
    canvas.hill(300, 180, wide=800, colour="#9dc08e")
    canvas.hill(950, 230, wide=900, colour="#8cb37c")
    canvas.box(0, 350, WIDTH, HEIGHT, "#7fae6b")
    steps = [(step / 40) ** 1.4 for step in range(41)]
    left = [(_bend(far) - 40 - far * 150, 350 + far * 450) for far in steps]
    right = [(_bend(far) + 40 + far * 150, 350 + far * 450) for far in steps]
    canvas.shape(*left, *reversed(right), colour="#5fa3c7")
    for far, aside in ((0.2, -20), (0.45, 40), (0.7, -60), (0.85, 90)):
        canvas.round((_bend(far) + aside, 350 + far * 450), 8 + far * 14, "#9aa3a5")
    for x, foot, tall in ((130, 480, 190), (240, 560, 230), (1_000, 520, 220), (1_100, 640, 280)):
        canvas.tree(x, foot, tall=tall)
    return canvas


def _bend(far: float) -> float:
    """Give the middle of the stream, from its end at the horizon to its nearest."""
    return 620 + math.sin(far * 9) * (30 + far * 130)


def _market_stall() -> Canvas:
    canvas = Canvas("#efe6d6", "#c8bda8", horizon=600)
    for x, top in ((0, 200), (240, 260), (860, 180), (1_060, 250)):
        canvas.box(x, top, x + 220, 600, "#d9c4a5")
        for row in range(top + 50, 560, 110):
            canvas.box(x + 40, row, x + 90, row + 60, "#8fb0bf")
            canvas.box(x + 130, row, x + 180, row + 60, "#8fb0bf")
    for x in (290, 890):
        canvas.box(x, 260, x + 20, 720, "#7a5a3a")
    for number in range(9):
        left = 250 + number * 80
        colour = "#b3261e" if number % 2 == 0 else "#f7f3ea"
        canvas.shape(
            (left + 30, 200), (left + 90, 200), (left + 80, 330), (left, 330), colour=colour
        )
        canvas.round((left + 40, 330), 40, colour)
    canvas.box(260, 560, 940, 720, "#8a6a45")
    canvas.box(240, 540, 960, 570, "#a98457")
    for number, colour in enumerate(("#3c6e91", "#e3b04b", "#12695a", "#c2410c", "#7a4b8f")):
        x = 340 + number * 130
        canvas.round((x, 500), 40, colour)
        canvas.round((x, 440), 26, colour)
        canvas.round((x - 8, 434), 4, "#ffffff")
        canvas.round((x + 8, 434), 4, "#ffffff")
    return canvas


PICTURES: dict[str, Callable[[], Canvas]] = {
    "library_van": _library_van,
    "road_works": _road_works,
    "meadow": _meadow,
    "stream": _stream,
    "market_stall": _market_stall,
}


def draw(name: str) -> bytes:
    """Draw one of the pictures, as PNG."""
    return PICTURES[name]().as_png()

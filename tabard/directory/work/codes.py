"""A square code that leads a telephone to a page, with the address in words under it."""

import io
from dataclasses import dataclass
from xml.sax.saxutils import escape

from PIL import Image, ImageDraw, ImageFont
from qrcode.constants import ERROR_CORRECT_Q  # type: ignore[import-untyped]  # it ships no types
from qrcode.main import QRCode  # type: ignore[import-untyped]  # it ships no types

# Squares of white around the code, which readers need (ISO/IEC 18004).
MARGIN = 4
# Pixels of one square, enough to print the code 8 cm wide at 300 dots to the inch.
SQUARE = 24
# A sign is so wide, as a share of its height, in the fonts that may draw it.
WIDTH_OF_A_SIGN = 0.62
SIGNS_ON_A_LINE = 36
# A line that would be shorter is filled instead; it is longer than “https://”.
LEAST_ON_A_LINE = 12
LINE = 1.4


@dataclass(frozen=True, slots=True)
class Drawing:
    """A code in squares, and the lines of the address under it."""

    rows: list[list[bool]]
    lines: list[str]

    @property
    def wide(self) -> int:
        """How many squares wide it is, with its margin."""
        return len(self.rows)

    @property
    def letter(self) -> float:
        """How tall a letter is, in squares, so that the longest line fits under the code."""
        return (self.wide - 2 * MARGIN) / (max(map(len, self.lines)) * WIDTH_OF_A_SIGN)

    @property
    def tall(self) -> float:
        """How many squares tall it is, with the address."""
        return self.wide + LINE * self.letter * len(self.lines)


def drawing(address: str) -> Drawing:
    """Draw the code of an address; a quarter of it can be dirty and it still reads."""
    code = QRCode(error_correction=ERROR_CORRECT_Q, border=MARGIN)
    code.add_data(address)
    return Drawing(code.get_matrix(), _lines(address))


def _lines(address: str) -> list[str]:
    """Break an address into lines, after a stroke where there is one."""
    lines = []
    while len(address) > SIGNS_ON_A_LINE:
        stroke = address.rfind("/", 0, SIGNS_ON_A_LINE) + 1
        end = stroke if stroke > LEAST_ON_A_LINE else SIGNS_ON_A_LINE
        lines.append(address[:end])
        address = address[end:]
    return [*lines, address]


def svg(address: str) -> bytes:
    """Draw it as lines, which can be printed at any size."""
    drawn = drawing(address)
    squares = "".join(
        f"M{x} {y}h1v1h-1z"
        for y, row in enumerate(drawn.rows)
        for x, is_dark in enumerate(row)
        if is_dark
    )
    words = "".join(
        f'<text x="{drawn.wide / 2}" y="{_line(drawn, number):.2f}" text-anchor="middle" '
        f'font-family="monospace" font-size="{drawn.letter:.2f}">{escape(line)}</text>'
        for number, line in enumerate(drawn.lines)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" '
        f'viewBox="0 0 {drawn.wide} {drawn.tall:.2f}"><title>{escape(address)}</title>'
        f'<rect width="100%" height="100%" fill="#fff"/>'
        f'<path d="{squares}" shape-rendering="crispEdges"/>{words}</svg>'
    ).encode()


def _line(drawn: Drawing, number: int) -> float:
    """Say how far down a line of the address stands, in squares."""
    return drawn.wide - MARGIN / 2 + drawn.letter * (0.8 + LINE * number)


def png(address: str) -> bytes:
    """Draw it as dots."""
    drawn = drawing(address)
    size = (drawn.wide * SQUARE, round(drawn.tall * SQUARE))
    picture = Image.new("1", size, 1)
    draw = ImageDraw.Draw(picture)
    for y, row in enumerate(drawn.rows):
        for x, is_dark in enumerate(row):
            if is_dark:
                corner = (x * SQUARE, y * SQUARE)
                draw.rectangle((corner, (corner[0] + SQUARE - 1, corner[1] + SQUARE - 1)), 0)
    font = ImageFont.load_default(drawn.letter * SQUARE)
    for number, line in enumerate(drawn.lines):
        foot = (drawn.wide * SQUARE / 2, _line(drawn, number) * SQUARE)
        draw.text(foot, line, fill=0, font=font, anchor="ms")
    written = io.BytesIO()
    picture.save(written, "PNG", optimize=True)
    return written.getvalue()

"""A square code that an authenticator app reads, drawn inside the page."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from qrcode.main import QRCode  # type: ignore[import-untyped]  # it ships no types

register = template.Library()


@register.simple_tag
def qr_code(words: str, *, label: str) -> SafeString:
    """Draw the words as one path: no picture to fetch, and no style for the page to forbid."""
    code = QRCode()
    code.add_data(words)
    matrix = code.get_matrix()
    path = "".join(
        f"M{x} {y}h1v1h-1z"
        for y, row in enumerate(matrix)
        for x, is_dark in enumerate(row)
        if is_dark
    )
    return format_html(
        '<svg class="tabard-qr" role="img" aria-label="{}" viewBox="0 0 {} {}" '
        'shape-rendering="crispEdges"><path d="{}"/></svg>',
        label,
        len(matrix),
        len(matrix),
        path,
    )

"""Tests of the square code."""

from django.template import Context, Template
from qrcode.main import QRCode  # type: ignore[import-untyped]  # it ships no types


def test_a_square_code_has_a_dark_square_for_each_dark_one():
    words = "otpauth://totp/ada?secret=JBSWY3DPEHPK3PXP"
    code = QRCode()
    code.add_data(words)
    matrix = code.get_matrix()

    html = Template("{% load qr_code %}{% qr_code words label=label %}").render(
        Context({"words": words, "label": "<Scan>"})
    )

    assert html.count("h1v1h-1z") == sum(map(sum, matrix))
    assert f'viewBox="0 0 {len(matrix)} {len(matrix)}"' in html
    assert 'aria-label="&lt;Scan&gt;"' in html

"""``{{ address|qr_path }}``: a QR code as the path of an SVG, so that no image is written into the page."""

import qrcode
from django import template

register = template.Library()


@register.filter
def qr_path(text: str) -> str:
    """Return the dark squares of the QR code of ``text``, one unit each, in a frame of ``qr_side`` units."""
    return "".join(
        f"M{column} {line}h1v1h-1z"
        for line, squares in enumerate(_squares(text))
        for column, is_dark in enumerate(squares)
        if is_dark
    )


@register.filter
def qr_side(text: str) -> int:
    """Return the side of the QR code of ``text``, its white margin included."""
    return len(_squares(text))


def _squares(text: str) -> list[list[bool]]:
    code = qrcode.QRCode()
    code.add_data(text)
    return code.get_matrix()

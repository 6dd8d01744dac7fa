"""A QR code as a drawing."""

from __future__ import annotations

from html import escape

import segno

_QUIET = 4  # modules left empty around it, as the standard asks
_SIDE = 22.0  # millimetres of the code itself: what an old phone reads from a photocopy


def qr(address: str) -> str:
    """The QR code of ``address`` as SVG, with what it leads to as its title; error level M."""
    code = segno.make_qr(address, error="m", boost_error=False)
    count = code.symbol_size(scale=1, border=0)[0]
    whole = count + 2 * _QUIET
    side = f"{_SIDE * whole / count:.2f}mm"
    runs = []
    for y, row in enumerate(code.matrix):
        start = None
        for x, dark in enumerate((*row, 0)):
            if dark and start is None:
                start = x
            elif not dark and start is not None:
                runs.append(f"M{start + _QUIET} {y + _QUIET}h{x - start}v1h-{x - start}z")
                start = None
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="qr" viewBox="0 0 {whole} {whole}" '
        f'width="{side}" height="{side}">'
        f'<title>QR code that leads to {escape(address)}</title><path fill="#000" d="{"".join(runs)}"/></svg>'
    )

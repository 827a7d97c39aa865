"""Which pages are pictures, and the picture of a page.

Belongs here: what pdfium says of the images and drawings of a page. Does not belong here: what the picture shows.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from dagster_project.disclosure.pages import Floats

_MARGIN = 0.08  # of the height of a page: page numbers and running titles stand there
_FEW_CHARS = 30  # a stamp or watermark over a picture that fills the page
_MOST = 0.8  # of the page
_SOME = 0.3
_OUTLINES = 200  # paths; text that was turned into outlines draws at least one for each character
_DEPTH = 4
_DPI = 200
_LONG_SIDE = 3400  # pixels: an A3 page at 200 dpi; scanners write pages of any size in points


def is_scan(page: pdfium.PdfPage, middles: Floats) -> bool:
    """Whether a page shows what it says as a picture. `middles`: how high its printed characters stand, in shares of
    the page's height.

    The text layer is empty or is furniture of the page, and an image (or text drawn as outlines) is what is seen.
    """
    body = np.count_nonzero((middles > _MARGIN) & (middles < 1 - _MARGIN))
    if body and len(middles) >= _FEW_CHARS:
        return False
    images, paths = 0.0, 0
    width, height = page.get_size()
    for kind, share in _objects(page, width * height):
        images += share
        paths += kind == pdfium_c.FPDF_PAGEOBJ_PATH
    if body:
        return images >= _MOST
    return images >= _SOME or paths >= _OUTLINES


def _objects(page: pdfium.PdfPage, area: float) -> Iterator[tuple[int, float]]:
    """The kind of every object of a page, and for images the share of the page that they cover."""
    for obj in page.get_objects(max_depth=_DEPTH):
        share = 0.0
        if obj.type == pdfium_c.FPDF_PAGEOBJ_IMAGE and area > 0:
            left, bottom, right, top = obj.get_bounds()
            share = max(right - left, 0.0) * max(top - bottom, 0.0) / area
        yield obj.type, share


def grey_picture(page: pdfium.PdfPage) -> tuple[bytes, int, int, float]:
    """The page as it is shown, in grey: its bytes row by row, its width and height in pixels, and pixels a point."""
    long_side = max(page.get_size())
    scale = min(_DPI / 72, _LONG_SIDE / long_side)
    bitmap = page.render(scale=scale, grayscale=True, may_draw_forms=True)
    try:
        width, height, stride = bitmap.width, bitmap.height, bitmap.stride
        data = ctypes.string_at(bitmap.buffer, stride * height)
    finally:
        bitmap.close()
    rows = [data[stride * row : stride * row + width] for row in range(height)] if stride != width else [data]
    return b"".join(rows), width, height, scale

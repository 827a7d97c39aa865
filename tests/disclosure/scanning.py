"""Makes scans: pages of a document as pictures, as a scanner would write them."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pypdfium2 as pdfium
from PIL import Image

DPI = 200


def scanned(data: bytes, pages: Sequence[int], skew: float = 0.0, turn: int = 0) -> bytes:
    """Some pages of a document (from 1) as pictures that fill the page, each turned by `skew` degrees and then by so
    many quarters clockwise."""
    source, target = pdfium.PdfDocument(data), pdfium.PdfDocument.new()
    for number in pages:
        page = source[number - 1]
        picture = page.render(scale=DPI / 72).to_pil().convert("L")
        if skew:
            picture = picture.rotate(skew, resample=Image.Resampling.BICUBIC, fillcolor=255)
        picture = picture.rotate(-90 * turn, expand=True)
        jpeg = io.BytesIO()
        picture.save(jpeg, "JPEG", quality=85)
        jpeg.seek(0)
        image = pdfium.PdfImage.new(target)
        image.load_jpeg(jpeg)
        width, height = picture.width * 72 / DPI, picture.height * 72 / DPI
        image.set_matrix(pdfium.PdfMatrix().scale(width, height))
        copy = target.new_page(width, height)
        copy.insert_obj(image)
        copy.gen_content()
    out = io.BytesIO()
    target.save(out)
    return out.getvalue()

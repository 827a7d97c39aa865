"""What the process does that draws places of one document.

It opens what strangers wrote, so that it runs confined like the process that reads (`dagster_project.intake.nursery`):
it may die at any moment, and what it has written by then counts. The job is OUTDIR/job.json, a list of pictures.

Belongs here: pixels. Does not belong here: which places are worth a picture (`pictures`).
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
from PIL import Image, ImageDraw

JOB = "job.json"
_WIDTH = 1200  # pixels that a picture has at most; a page of a stranger may say that it is a mile wide
_HEIGHT = 1700
_SCALE = 2.0  # pixels a point at most: figures of 8 points stay readable
_COLOURS = 32
_FILL = {
    "table": (214, 120, 0, 18), "left": (214, 40, 40, 60), "right": (30, 110, 220, 50), "number": (214, 40, 40, 60),
    "suspect": (214, 120, 0, 50),
}  # fmt: skip
_LINE = {
    "table": (214, 120, 0), "left": (200, 30, 30), "right": (30, 100, 210), "number": (200, 30, 30),
    "suspect": (214, 120, 0),
}  # fmt: skip


def _draw(page: pdfium.PdfPage, picture: dict[str, Any]) -> Image.Image:
    width, height = page.get_size()
    x0, top, x1, bottom = picture["crop"] or (0.0, 0.0, width, height)
    x0, top, x1, bottom = max(x0, 0.0), max(top, 0.0), min(x1, width), min(bottom, height)
    if x1 - x0 < 1 or bottom - top < 1:  # a box beside the page shows nothing: then the whole page
        x0, top, x1, bottom = 0.0, 0.0, width, height
    scale = min(_SCALE, _WIDTH / (x1 - x0), _HEIGHT / (bottom - top))
    drawn = page.render(scale=scale, crop=(x0, height - bottom, width - x1, top)).to_pil().convert("RGB")
    over = Image.new("RGBA", drawn.size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(over)
    for kind, left, upper, right, lower in picture["marks"]:
        grow = 1.5 if kind != "table" else 0.5
        box = [
            math.floor((left - x0 - grow) * scale), math.floor((upper - top - grow) * scale),
            math.ceil((right - x0 + grow) * scale), math.ceil((lower - top + grow) * scale),
        ]  # fmt: skip
        pen.rectangle(box, fill=_FILL[kind], outline=(*_LINE[kind], 255), width=2)
    return Image.alpha_composite(drawn.convert("RGBA"), over).convert("RGB")


def prepare() -> None:
    """All that drawing needs is imported above."""


def main(pdf: str, folder: str) -> int:
    """Draw what the job asks for; the exit code."""
    out_dir = Path(folder)
    job = json.loads((out_dir / JOB).read_text(encoding="utf-8"))
    document = pdfium.PdfDocument(pdf)
    for picture in job:
        if not 1 <= picture["page_no"] <= len(document):
            continue
        page = document[picture["page_no"] - 1]
        image = _draw(page, picture)
        page.close()
        # Few colours: a page of a table takes a quarter of the bytes, and looks the same.
        image.quantize(_COLOURS, method=Image.Quantize.FASTOCTREE).save(out_dir / picture["name"], optimize=True)
    return 0

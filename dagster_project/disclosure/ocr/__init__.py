"""Scanned pages: a page that shows a picture instead of text is read by OCR to the same `Page` as any other.

    scans       which pages are pictures, and what they look like (knows pdfium)
    bitmap      a picture becomes upright, and its straight lines become rulings (knows numpy and OpenCV)
    engine      the recogniser: where text stands, and what it says (knows rapidocr)
    recognise   the three together: a picture in, characters and rulings in points of the page out
    doubt       what OCR leaves in doubt about a cell

`bitmap`, `engine` and `recognise` need the optional extra `ocr`; this module, `scans` and `doubt` do not.

Belongs here: whether the extra is there. Does not belong here: anything that imports it.
"""

from __future__ import annotations

import importlib.metadata
from importlib.util import find_spec

#: What a scanned page needs, by the name of its distribution and the name it is imported by.
LIBRARIES = {"rapidocr": "rapidocr", "onnxruntime": "onnxruntime", "opencv-python-headless": "cv2", "numpy": "numpy"}

HOW_TO_INSTALL = "pages that are pictures are read where the optional extra is installed: make ocr"


class OcrUnusable(RuntimeError):
    """The extra is installed and does not work here: no document may be blamed for it."""


def is_installed() -> bool:
    return all(find_spec(module) for module in LIBRARIES.values())


def versions() -> str:
    """The versions of what reads pictures, `none` where nothing does: a reading depends on it."""
    if not is_installed():
        return "none"
    return " ".join(f"{name}=={importlib.metadata.version(name)}" for name in sorted(LIBRARIES))

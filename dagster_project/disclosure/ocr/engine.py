"""The recogniser: where text stands in a picture, and what a line of it says with which confidence.

The models are the files inside rapidocr's wheel. Their paths are given to it, so that the code that would download
others is not reached; one thread each, so that a reading depends on nothing but the picture.

Belongs here: everything that knows rapidocr. Does not belong here: tables, amounts, pages.
"""

from __future__ import annotations

import importlib.resources
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from dagster_project.disclosure.ocr import OcrUnusable

Picture = npt.NDArray[np.uint8]  # grey, row by row
Frame = tuple[int, int, int, int]  # x0, top, x1, bottom in pixels, the end not included

_DETECTION = "PP-OCRv6_det_small.onnx"
_RECOGNITION = "PP-OCRv6_rec_small.onnx"
_STRIP = 1_500_000  # pixels that are searched at once: memory grows with them
_LEAST_STRIP = 320  # rows
_LONGEST = 60  # times as long as high is a line that is read: it is brought to one height, and memory grows with length
_PAPER = 12  # white rows and columns around what is searched


@dataclass(frozen=True, slots=True)
class Sign:
    """One recognised character: where its middle stands, as a share of the width of its line, and how sure it is."""

    text: str
    middle: float
    confidence: float


@cache
def _rapidocr() -> Any:
    try:
        from rapidocr import RapidOCR

        models = importlib.resources.files("rapidocr") / "models"
        return RapidOCR(
            params={
                "Global.log_level": "error",
                "Global.use_preprocess_img": False,  # would shrink large pages
                "Global.use_vertical_padding": False,
                "Det.model_path": str(models / _DETECTION),
                "Det.limit_type": "max",
                "Det.limit_side_len": 4000,
                "Rec.model_path": str(models / _RECOGNITION),
                "EngineConfig.onnxruntime.intra_op_num_threads": 1,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            }
        )
    except Exception as error:
        raise OcrUnusable(f"rapidocr does not start: {error}") from error


def _colour(picture: Picture) -> Picture:
    return np.ascontiguousarray(np.repeat(picture[:, :, None], 3, axis=2))


def find_text(picture: Picture) -> list[Frame]:
    """The frames of the lines of text, from top to bottom."""
    height, width = picture.shape
    frames: list[Frame] = []
    for first, end in _strips(picture):
        strip = np.pad(picture[first:end], _PAPER, constant_values=255)
        found = _rapidocr()(_colour(strip), use_det=True, use_cls=False, use_rec=False)
        if found.boxes is None:
            continue
        for box in found.boxes:
            (x0, top), (x1, bottom) = np.asarray(box).min(axis=0), np.asarray(box).max(axis=0)
            frame = (
                max(int(x0) - _PAPER, 0), max(int(top) - _PAPER + first, 0),
                min(int(x1) + 1 - _PAPER, width), min(int(bottom) + 1 - _PAPER + first, height),
            )  # fmt: skip
            if frame[2] > frame[0] and frame[3] > frame[1]:
                frames.append(frame)
    return frames


def _strips(picture: Picture) -> list[tuple[int, int]]:
    """The picture in strips that are cut where the least is printed, so that no line of text is."""
    height = picture.shape[0]
    ink = (picture < 128).sum(axis=1)
    rows = max(_STRIP // picture.shape[1], _LEAST_STRIP)
    strips, first = [], 0
    while height - first > rows:
        window = ink[first + rows // 2 : first + rows]
        end = first + rows - 1 - int(np.argmin(window[::-1]))
        strips.append((first, end))
        first = end
    return [*strips, (first, height)]


def read_line(line: Picture) -> list[Sign]:
    """What one line of text says; blanks that it shows are among the signs."""
    missing = line.shape[1] // _LONGEST + 1 - line.shape[0]
    if missing > 0:  # what is left of a ruling, mostly
        line = np.pad(line, ((missing // 2 + 1, missing // 2 + 1), (0, 0)), mode="edge")
    found = _rapidocr()(_colour(line), use_det=False, use_cls=False, use_rec=True, return_word_box=True)
    if not found.txts or not found.txts[0]:
        return []
    words = found.word_results[0]
    columns = iter(column for group in words.word_cols for column in group)
    length = max(float(words.line_txt_len), 1.0)
    signs: list[Sign] = []
    place = 0.0  # a blank stands where the character before it does
    for text, confidence in zip(found.txts[0], words.confs, strict=False):
        column = None if text.isspace() else next(columns)
        if column is not None:
            place = min((column + 0.5) / length, 1.0)
        signs.append(Sign(text, place, float(confidence)))
    return signs

"""The keys that are made while reading: stable over time, made of what is printed and where.

Keys that need more than one document (series, filing, finding) are made in the warehouse. See warehouse-contract, Keys.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

from dagster_project.disclosure.vocabulary import fold


def digest(*parts: object) -> str:
    """sha256 over the parts, joined so that no two lists of parts collide."""
    joined = "\x1f".join(str(part) for part in parts)
    return hashlib.sha256(joined.encode("utf-8")).hexdigest()


def cell_id(document_id: str, page_no: int, box: tuple[float, float, float, float], raw_text: str) -> str:
    """Of a cell: its document, page, box rounded to whole points, and text; it survives a better reader."""
    return digest("cell", document_id, page_no, *(round(edge) for edge in box), raw_text)


def normalised_name(name: str) -> str:
    """A unit's name for keys: NFKC, without blanks, brackets of one width, without a trailing 本级."""
    folded = re.sub(r"\s+", "", unicodedata.normalize("NFKC", name))
    folded = folded.replace("〔", "(").replace("〕", ")").replace("[", "(").replace("]", ")")
    return re.sub(r"(?:\(本级\)|本级)$", "", folded)


def name_key(name: str) -> str:
    """Spellings of one name: as keys fold it, and without what stands in brackets behind it."""
    return re.sub(r"\([^()]*\)$", "", normalised_name(fold(name)))


def own_level_key(name: str) -> str:
    """Spellings of one name, where the own level of a department (本级) is somebody else than the department."""
    return name_key(name) + ("/本级" if "本级" in fold(name)[-4:] else "")


def unit_key(administrative_division_code: str | None, unit_name: str) -> str:
    """Of a department or unit. Printed unit codes are local and take no part."""
    return digest("unit", administrative_division_code or "", normalised_name(unit_name))

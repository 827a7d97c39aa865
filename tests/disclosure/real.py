"""Real documents for tests that compare two ways of reading."""

from __future__ import annotations

from pathlib import Path


def document_of(shared: Path, region: str) -> bytes:
    """The smallest document of a region of the corpus."""
    named = sorted((shared / "corpus" / region).glob("*.pdf"), key=lambda path: (path.stat().st_size, path.name))
    found = (path.read_bytes() for path in named)
    return next(data for data in found if data.startswith(b"%PDF"))  # some are web pages by that name

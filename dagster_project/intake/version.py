"""Which reader read this: a hash that changes whenever a reading could come out differently.

Belongs here: the version of extraction. The version of the whole code is in `dagster_project.publishing`.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from dagster_project.disclosure import ocr

_PACKAGE = Path(__file__).resolve().parent.parent
_LIBRARIES = ("pdfplumber", "pypdfium2")


def content_hash(root: Path, files: Iterable[Path]) -> str:
    """A hash of names (below root) and contents, in the order of the names."""
    digest = hashlib.sha256()
    for name, path in sorted((path.relative_to(root).as_posix(), path) for path in files):
        content = path.read_bytes()
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


@cache
def extractor_version() -> str:
    """Sixteen hex digits over the pure package, the landed schema and the libraries that the boxes come from."""
    files = [p for p in (_PACKAGE / "disclosure").rglob("*") if p.suffix in {".py", ".yaml", ".yml", ".csv"}]
    files += [_PACKAGE / "landing.py", _PACKAGE / "intake" / "child.py"]
    libraries = " ".join(f"{name}=={importlib.metadata.version(name)}" for name in _LIBRARIES)
    # A document that was rejected as pictures is read again once the extra is installed.
    version = f"{content_hash(_PACKAGE, files)} {libraries} ocr {ocr.versions()}"
    return hashlib.sha256(version.encode()).hexdigest()[:16]

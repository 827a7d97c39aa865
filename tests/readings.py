"""Documents of the test material, read once for all tests: reading is most of what tests of real documents cost.

A reading is kept beside the temporary files of the machine under the version of the reader, so that a change of the
reader reads anew; the workers of one run share it.
"""

from __future__ import annotations

import os
import pickle
import tempfile
from functools import cache
from pathlib import Path

from dagster_project.disclosure.reader import read
from dagster_project.disclosure.records import Disclosure
from dagster_project.intake.version import content_hash, extractor_version


@cache
def reading(path: Path) -> Disclosure:
    """What `read` makes of the file. Raises what it raises."""
    folder = Path(tempfile.gettempdir()) / f"gouji-readings-{os.getuid()}" / extractor_version()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    kept = folder / f"{content_hash(path.parent, [path])}.pickle"
    if kept.exists():
        found = pickle.loads(kept.read_bytes())  # of a folder of one's own, written below
        assert isinstance(found, Disclosure)
        return found
    disclosure = read(path.read_bytes())
    unfinished = kept.with_suffix(f".{os.getpid()}")
    unfinished.write_bytes(pickle.dumps(disclosure, protocol=pickle.HIGHEST_PROTOCOL))
    unfinished.replace(kept)
    return disclosure

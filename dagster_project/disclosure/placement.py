"""Places of records on pages that lie on their side: read upright, pointed at where the page shows them.

Belongs here: turning the boxes of records. Does not belong here: how a page is turned (`pages`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from dagster_project.disclosure.pages import PageFrame
from dagster_project.disclosure.records import Disclosure


def as_shown(disclosure: Disclosure, turned: Mapping[int, PageFrame]) -> Disclosure:
    """The same records with the boxes of those on turned pages (by page number) as the pages are shown."""
    if not turned:
        return disclosure
    records: dict[str, Any] = {field.name: getattr(disclosure, field.name) for field in fields(disclosure)}
    for name, value in records.items():
        if isinstance(value, list):
            records[name] = [_placed(record, turned) for record in value]
    return Disclosure(**records)


def _placed(record: Any, turned: Mapping[int, PageFrame]) -> Any:
    frame = turned.get(getattr(record, "page_no", 0))
    if frame is None:
        return record
    x0, top, x1, bottom = frame.as_shown((record.x0, record.top, record.x1, record.bottom))
    return replace(record, x0=round(x0, 2), top=round(top, 2), x1=round(x1, 2), bottom=round(bottom, 2))

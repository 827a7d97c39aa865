"""Text in SQL where a statement takes no parameters: names of tables, and paths.

Belongs here: quoting. What comes from documents never comes this way: it is a parameter, or a row.
"""

from __future__ import annotations


def quoted(name: str) -> str:
    """A name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: object) -> str:
    """A text as SQL writes it."""
    return "'" + str(value).replace("'", "''") + "'"

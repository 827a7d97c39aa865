"""Where Dagster keeps what happened in runs: its own SQLite files, written through connections that are kept open.

Dagster makes a new engine, and with it a new connection, for each event, and waits for the disk three times. A refresh
has some twelve hundred events (each asset and each check has three), which cost more than all else of a refresh with
one new document. Files, tables and statements stay Dagster's own.

Belongs here: how its files are opened. Does not belong here: where they lie (`dagster_project.instance`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Self

import sqlalchemy as sa
from dagster._core.storage.event_log import SqliteEventLogStorage  # has no public name that can be subclassed
from dagster._serdes import ConfigurableClassData

_BUSY_SECONDS = 60


def _wait_less(connection: Any, _record: Any) -> None:
    """The files have a write-ahead log: a loss of power may take the last events with it, and breaks nothing."""
    connection.execute("PRAGMA synchronous=NORMAL")


class History(SqliteEventLogStorage):
    """The event log of $GOUJI_HOME/dagster."""

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None) -> None:
        self._engines: dict[str, sa.Engine] = {}
        super().__init__(base_dir, inst_data)

    @classmethod
    def from_config_value(cls, inst_data: ConfigurableClassData | None, config_value: Any) -> Self:
        return cls(inst_data=inst_data, **config_value)

    @contextmanager
    def _connect(self, shard: str) -> Iterator[sa.Connection]:
        with self._db_lock:
            if shard not in self._engines:
                self._engines[shard] = self._opened(shard)
            with self._engines[shard].begin() as connection:
                yield connection

    def _opened(self, shard: str) -> sa.Engine:
        engine = sa.create_engine(self.conn_string_for_shard(shard), connect_args={"timeout": _BUSY_SECONDS})
        sa.event.listen(engine, "connect", _wait_less)
        self._initdb(engine)
        return engine

    def dispose(self) -> None:
        for engine in self._engines.values():
            engine.dispose()
        self._engines.clear()
        super().dispose()

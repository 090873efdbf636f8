"""The store's schema, as its history: each migration is one numbered function, run once, never edited."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable


def m001_documents_passages_vectors(db: sqlite3.Connection) -> None:
    db.execute("CREATE TABLE manifest (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID")
    db.execute(
        """CREATE TABLE documents (
            key TEXT PRIMARY KEY, position INTEGER NOT NULL UNIQUE, source TEXT NOT NULL, origin TEXT NOT NULL,
            title TEXT NOT NULL, text TEXT NOT NULL, record TEXT NOT NULL, fingerprint TEXT NOT NULL
        )"""
    )
    db.execute(
        """CREATE TABLE passages (
            key TEXT PRIMARY KEY, document TEXT NOT NULL REFERENCES documents (key) ON DELETE CASCADE,
            position INTEGER NOT NULL, kind TEXT NOT NULL, section TEXT NOT NULL, start INTEGER NOT NULL,
            end INTEGER NOT NULL, parts TEXT NOT NULL, markers TEXT NOT NULL, refs TEXT NOT NULL, page INTEGER,
            words TEXT NOT NULL, UNIQUE (document, position)
        )"""
    )
    db.execute("CREATE INDEX passages_by_words ON passages (words)")
    # By the words embedded and not by passage, so that the same words are embedded once, and what an interrupted
    # write has embedded is there for the next.
    db.execute("CREATE TABLE vectors (words TEXT PRIMARY KEY, vectors BLOB NOT NULL)")


MIGRATIONS: tuple[Callable[[sqlite3.Connection], None], ...] = (m001_documents_passages_vectors,)
VERSION = len(MIGRATIONS)


def migrate(db: sqlite3.Connection, held: int) -> None:
    """Bring a store from schema version `held` to `VERSION`, within the caller's transaction."""
    for migration in MIGRATIONS[held:]:
        migration(db)
    db.execute(f"PRAGMA user_version = {VERSION}")

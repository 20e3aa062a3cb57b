"""The ledger's own tables, which the database itself keeps from being rewritten.

Rows of events, checkpoints, signers, anchors and erasures are added and never changed. Personal values and
their secrets can be deleted, but only after an erasure was written down.
"""

from __future__ import annotations

from uuid import uuid4

from tonetop.records.ledger import guards
from tonetop.records.ledger.database import Connection, Link, link

# {bytes}, {whole} and {counter} are filled in with the words of the database at hand.
TABLES = {
    "ledger_log": "one {whole} PRIMARY KEY CHECK (one = 1), organisation TEXT NOT NULL",
    "ledger_events": """
        seq {whole} PRIMARY KEY, id TEXT NOT NULL, recorded TEXT NOT NULL, leaf {bytes} NOT NULL,
        previous {bytes} NOT NULL, type TEXT NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL,
        version {whole}, effective TEXT, done_by TEXT NOT NULL, entered_by TEXT NOT NULL, key TEXT,
        frontier {bytes} NOT NULL, body {bytes} NOT NULL""",
    "ledger_signers": "since {whole} PRIMARY KEY, vkey TEXT NOT NULL UNIQUE",
    "ledger_checkpoints": """
        id {counter}, size {whole} NOT NULL, root {bytes} NOT NULL, made TEXT NOT NULL, note TEXT NOT NULL""",
    "ledger_anchors": """
        id {counter}, kind TEXT NOT NULL, size {whole} NOT NULL, root {bytes} NOT NULL, made TEXT NOT NULL,
        holder TEXT NOT NULL, proof {bytes}""",
    "ledger_secrets": """
        id {counter}, kind TEXT NOT NULL, subject TEXT NOT NULL, field TEXT NOT NULL,
        wrapped {bytes} NOT NULL, UNIQUE (kind, subject, field)""",
    "ledger_personal": """
        seq {whole} NOT NULL, place TEXT NOT NULL, secret {whole} NOT NULL, salt {bytes} NOT NULL,
        box {bytes} NOT NULL, PRIMARY KEY (seq, place)""",
    "ledger_erasures": """
        seq {whole} NOT NULL, place TEXT NOT NULL, erasure {whole} NOT NULL, PRIMARY KEY (seq, place)""",
}
INDEXES = (
    "CREATE UNIQUE INDEX ledger_events_key ON ledger_events (key) WHERE key IS NOT NULL",
    "CREATE INDEX ledger_personal_secret ON ledger_personal (secret)",
)
WORDS_SQLITE = {"bytes": "BLOB", "whole": "INTEGER", "counter": "INTEGER PRIMARY KEY AUTOINCREMENT"}
TEXT = 'TEXT COLLATE "C"'
"""Texts of PostgreSQL are compared byte by byte, whatever the database was made with."""
WORDS_POSTGRESQL = {
    "bytes": "BYTEA",
    "whole": "BIGINT",
    "counter": "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
}

# What an added row must not be. INSERT OR REPLACE deletes rows without asking the delete trigger, so every
# clash it could replace is refused here.
REFUSED_INSERTS = {
    "ledger_log": ("EXISTS (SELECT 1 FROM ledger_log)", "the log has its name already"),
    "ledger_events": (
        "NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM ledger_events)"
        " OR EXISTS (SELECT 1 FROM ledger_events WHERE seq = NEW.seq - 1 AND leaf <> NEW.previous)"
        " OR NEW.key IS NOT NULL AND EXISTS (SELECT 1 FROM ledger_events WHERE key = NEW.key)",
        "an event takes the next number, the last one's leaf and a key of its own",
    ),
    "ledger_signers": (
        "EXISTS (SELECT 1 FROM ledger_signers WHERE since >= NEW.since OR vkey = NEW.vkey)",
        "a signing key follows the ones before it",
    ),
    "ledger_checkpoints": (
        "EXISTS (SELECT 1 FROM ledger_checkpoints WHERE size > NEW.size OR id = NEW.id)"
        " OR NEW.size > (SELECT coalesce(max(seq), 0) FROM ledger_events)",
        "a checkpoint is never smaller than the one before, nor larger than the log",
    ),
    "ledger_anchors": ("EXISTS (SELECT 1 FROM ledger_anchors WHERE id = NEW.id)", "an anchor is kept"),
    "ledger_secrets": (
        "EXISTS (SELECT 1 FROM ledger_secrets WHERE id = NEW.id"
        " OR kind = NEW.kind AND subject = NEW.subject AND field = NEW.field)",
        "a secret is kept until it is erased",
    ),
    "ledger_personal": (
        "EXISTS (SELECT 1 FROM ledger_personal WHERE seq = NEW.seq AND place = NEW.place)"
        " OR EXISTS (SELECT 1 FROM ledger_erasures WHERE seq = NEW.seq AND place = NEW.place)",
        "a personal value is kept until it is erased, and does not come back",
    ),
    "ledger_erasures": (
        "EXISTS (SELECT 1 FROM ledger_erasures WHERE seq = NEW.seq AND place = NEW.place)",
        "what is erased stays erased",
    ),
}
# What a deleted row must not be; any other table refuses every deletion.
REFUSED_DELETIONS = {
    "ledger_personal": "NOT EXISTS (SELECT 1 FROM ledger_erasures WHERE seq = OLD.seq AND place = OLD.place)",
    "ledger_secrets": "EXISTS (SELECT 1 FROM ledger_personal WHERE secret = OLD.id)",
}


def install(connection: Connection, organisation: str | None = None) -> None:
    """Makes the tables with their guards, and names the log (default: a random UUID, for ever)."""
    database = link(connection)
    words = WORDS_SQLITE if database.is_sqlite else WORDS_POSTGRESQL
    with guards.lifted(database):
        for table, columns in TABLES.items():
            made = columns.format(**words)
            database.run(
                f"CREATE TABLE {table} ({made if database.is_sqlite else made.replace('TEXT', TEXT)})"
            )
        for statement in INDEXES:
            database.run(statement)
        for table in TABLES:
            (_guard_sqlite if database.is_sqlite else _guard_postgresql)(database, table)
    database.run("INSERT INTO ledger_log VALUES (1, ?)", (organisation or str(uuid4()),))


def renew(connection: Connection) -> None:
    """Brings the log of an older version to the guards of this one; no row is touched.

    An event must now bear the leaf of the one before; the index over subjects, which cost a tenth of each append, is
    gone, for a record's rows know the numbers of its events.
    """
    database = link(connection)
    with guards.lifted(database):
        database.run("DROP INDEX IF EXISTS ledger_events_subject")
        if database.is_sqlite:
            database.run("DROP TRIGGER ledger_events_insert")
            _trigger_sqlite(database, "ledger_events", "INSERT", *REFUSED_INSERTS["ledger_events"])
        else:
            source = _source("ledger_events", "INSERT", *REFUSED_INSERTS["ledger_events"])
            _function_postgresql(database, "ledger_events_insert", source)


def _refusals(table: str) -> list[tuple[str, str, str]]:
    """What is refused of a table: the statement, the condition, the sentence."""
    condition, sentence = REFUSED_INSERTS[table]
    return [
        ("INSERT", condition, sentence),
        ("UPDATE", "TRUE", "a row is never changed"),
        ("DELETE", REFUSED_DELETIONS.get(table, "TRUE"), "a row is never removed"),
    ]


def _guard_sqlite(database: Link, table: str) -> None:
    for verb, condition, sentence in _refusals(table):
        _trigger_sqlite(database, table, verb, condition, sentence)


def _trigger_sqlite(database: Link, table: str, verb: str, condition: str, sentence: str) -> None:
    database.run(
        f"CREATE TRIGGER {table}_{verb.lower()} BEFORE {verb} ON {table} WHEN {condition}"
        f" BEGIN SELECT RAISE(ABORT, '{table}: {_quoted(sentence)}'); END"
    )


def _quoted(sentence: str) -> str:
    return sentence.replace("'", "''")


def _raised(table: str, sentence: str) -> str:
    """The refusal, which drivers tell as a broken rule of the data, as SQLite's do."""
    return f"RAISE EXCEPTION '{table}: {_quoted(sentence)}' USING ERRCODE = 'integrity_constraint_violation'"


def _source(table: str, verb: str, condition: str, sentence: str) -> str:
    """What a guard's function does."""
    kept = "OLD" if verb == "DELETE" else "NEW"
    return f" BEGIN IF {condition} THEN {_raised(table, sentence)}; END IF; RETURN {kept}; END "


def _whole(table: str) -> str:
    """What the function does that is asked before a table is emptied as a whole."""
    return f" BEGIN {_raised(table, 'a row is never removed')}; END "


def _function_postgresql(database: Link, name: str, source: str) -> None:
    database.run(f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $${source}$$")


def _guard_postgresql(database: Link, table: str) -> None:
    for verb, condition, sentence in _refusals(table):
        name = f"{table}_{verb.lower()}"
        _function_postgresql(database, name, _source(table, verb, condition, sentence))
        database.run(f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")
    name = f"{table}_truncate"
    _function_postgresql(database, name, _whole(table))
    database.run(f"CREATE TRIGGER {name} BEFORE TRUNCATE ON {table} EXECUTE FUNCTION {name}()")


def guards_postgresql() -> dict[str, tuple[str, str]]:
    """The triggers on PostgreSQL by name: on which table each stands, and what its function does."""
    found = {f"{table}_truncate": (table, _whole(table)) for table in TABLES}
    for table in TABLES:
        for verb, condition, sentence in _refusals(table):
            found[f"{table}_{verb.lower()}"] = (table, _source(table, verb, condition, sentence))
    return found

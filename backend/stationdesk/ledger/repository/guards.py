"""What stands around the ledger's tables, read from the catalogue: triggers, code, walls, keys.

Whoever owns the tables may switch a guard off, rewrite it or walk round it; nobody can be kept from
that, only found out. The digests are those of the code that the migrations wrote: a migration that
changes a guard changes its digest here.
"""

import hashlib
from typing import Final

from stationdesk.ledger.repository.book import Connection

_TABLES: Final = tuple(
    f"ledger_{name}"
    for name in ("accounts", "transactions", "entries", "periods", "rollups", "seals", "leaves")
)
# pg_trigger.tgtype: 1 for each row, 2 before, 4 insert, 8 delete, 16 update, 32 truncate.
_TRIGGERS: Final = {
    **{(table, "ledger_unchanged"): ("ledger_refuse_change", 2 + 8 + 16 + 32) for table in _TABLES},
    ("ledger_transactions", "ledger_check"): ("ledger_check_transactions", 4),
    ("ledger_entries", "ledger_check"): ("ledger_check_entries", 4),
    ("ledger_periods", "ledger_lock"): ("ledger_lock_close", 1 + 2 + 4),
}
_KEYS: Final = (
    *(f"{table}_pkey" for table in _TABLES),
    "ledger_accounts_firm_id_name_key",
    "ledger_transactions_firm_id_key_key",
    "ledger_reversed_once",
    "ledger_leaves_firm_id_transaction_id_key",
)
_CODE: Final = {
    "ledger_check_entries": "7a873973767aa379",
    "ledger_check_transactions": "888337fbc3d06bd2",
    "ledger_close": "6147deddd6bccd73",
    "ledger_is_exact_reversal": "891e41d47299c61c",
    "ledger_leaf_head": "d60c5b2d055059aa",
    "ledger_lock_close": "3b502251b1c3d156",
    "ledger_post": "73662bbea45fb433",
    "ledger_post_all": "2467cd53c81c0478",
    "ledger_refuse_change": "21bcb1b1f9c6854f",
}


async def wrong_guard(connection: Connection) -> str | None:
    """The first guard that is gone, switched off, rewritten or walked round: what, and where."""
    for check in (_wrong_trigger, _wrong_code, _wrong_table, _missing_key):
        wrong = await check(connection)
        if wrong is not None:
            return wrong
    return None


async def _wrong_trigger(connection: Connection) -> str | None:
    rows = await connection.fetch(
        """
        SELECT c.relname, t.tgname, p.proname, t.tgtype::integer,
               t.tgenabled IN ('O', 'A') AND t.tgqual IS NULL AS is_on
        FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
        WHERE c.relnamespace = 'public'::regnamespace AND c.relname = ANY ($1)
          AND NOT t.tgisinternal ORDER BY 1, 2
        """,
        list(_TABLES),
    )
    found = {(row["relname"], row["tgname"]): row for row in rows}
    for (table, name), (function, kind) in sorted(_TRIGGERS.items()):
        row = found.get((table, name))
        if row is None or not row["is_on"] or (row["proname"], row["tgtype"]) != (function, kind):
            return f"{name} on {table}"
    strange = sorted(set(found) - set(_TRIGGERS))
    return f"{strange[0][1]} on {strange[0][0]}, which does not belong there" if strange else None


async def _wrong_code(connection: Connection) -> str | None:
    rows = await connection.fetch(
        "SELECT proname, prosrc FROM pg_proc "
        "WHERE pronamespace = 'public'::regnamespace AND proname = ANY ($1)",
        list(_CODE),
    )
    found = {row["proname"]: digest_of(row["prosrc"]) for row in rows}
    if len(rows) != len(found):
        return "a function of the ledger that stands twice"
    return next(
        (f"the code of {name}" for name in sorted(_CODE) if found.get(name) != _CODE[name]), None
    )


async def _wrong_table(connection: Connection) -> str | None:
    """A wall that is down, a rule that rewrites, a child table whose rows no trigger saw."""
    found = await connection.fetchval(
        """
        SELECT CASE WHEN c.oid IS NULL THEN 'the table ' || n.name
                    WHEN EXISTS (SELECT FROM pg_rewrite r WHERE r.ev_class = c.oid)
                        THEN 'a rule on ' || n.name
                    WHEN EXISTS (SELECT FROM pg_inherits i WHERE i.inhparent = c.oid)
                        THEN 'a table that inherits ' || n.name
                    ELSE 'row-level security on ' || n.name END
        FROM unnest($1::text[]) AS n (name)
        LEFT JOIN pg_class c ON c.relname = n.name AND c.relnamespace = 'public'::regnamespace
        WHERE (c.relrowsecurity AND c.relforcerowsecurity
            AND NOT EXISTS (SELECT FROM pg_rewrite r WHERE r.ev_class = c.oid)
            AND NOT EXISTS (SELECT FROM pg_inherits i WHERE i.inhparent = c.oid)) IS NOT TRUE
        ORDER BY n.name LIMIT 1
        """,
        list(_TABLES),
    )
    assert found is None or isinstance(found, str)
    return found


async def _missing_key(connection: Connection) -> str | None:
    found = await connection.fetchval(
        """
        SELECT 'the key ' || n.name FROM unnest($1::text[]) AS n (name)
        WHERE NOT EXISTS (
            SELECT FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
            WHERE c.relname = n.name AND c.relnamespace = 'public'::regnamespace
              AND i.indisunique AND i.indisvalid)
        ORDER BY n.name LIMIT 1
        """,
        list(_KEYS),
    )
    assert found is None or isinstance(found, str)
    return found


def digest_of(source: str) -> str:
    """Of a function's body as the catalogue keeps it, in 16 hexadecimal digits."""
    return hashlib.sha256(source.encode()).hexdigest()[:16]

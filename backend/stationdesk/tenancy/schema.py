"""How every tenant table is walled. Migrations call this and nothing else for it.

Three policies a table:
- `tenant` (permissive): the row's firm is the transaction's firm.
- `scope` (restrictive): firm-wide roles see all; an agent sees firm-wide tables and the rows of
  his stations; a station owner sees only rows of his stations, and no table without a station,
  unless the table says that it is open to him.
- `owner` (permissive, TO the owning role): FORCE would otherwise let the owner's data migrations
  change nothing, silently.
"""

FIRM = "(SELECT nullif(current_setting('app.firm_id', true), '')::uuid)"
SCOPE = "(SELECT current_setting('app.scope', true))"
STATIONS = (
    "(SELECT coalesce(string_to_array(nullif(current_setting('app.station_ids', true), ''), ',')"
    ", '{}'))::uuid[]"
)
APP_ROLE = "stationdesk_app"


def tenant_table(
    name: str,
    station_column: str | None,
    *,
    open_to_station_owner: bool = False,
    grants: str = "SELECT, INSERT, UPDATE, DELETE",
) -> list[str]:
    """SQL statements that wall `name`, a table with `firm_id` and maybe a station column."""
    if station_column is not None:
        scope = f"{SCOPE} = 'firm' OR {station_column} = ANY({STATIONS})"
        if open_to_station_owner:
            scope = f"{station_column} IS NULL OR {scope}"
    elif open_to_station_owner:
        scope = f"{SCOPE} IN ('firm', 'agent', 'station')"
    else:
        scope = f"{SCOPE} IN ('firm', 'agent')"
    return [
        f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY tenant ON {name} FOR ALL TO {APP_ROLE} "
        f"USING (firm_id = {FIRM}) WITH CHECK (firm_id = {FIRM})",
        f"CREATE POLICY scope ON {name} AS RESTRICTIVE FOR ALL TO {APP_ROLE} "
        f"USING ({scope}) WITH CHECK ({scope})",
        f"CREATE POLICY owner ON {name} FOR ALL TO CURRENT_USER USING (true) WITH CHECK (true)",
        f"GRANT {grants} ON {name} TO {APP_ROLE}",
    ]

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
    scope: str | None = None,
    grants: str = "SELECT, INSERT, UPDATE, DELETE",
) -> list[str]:
    """SQL statements that wall `name`, a table with `firm_id` and maybe a station column.

    `scope` is the condition of the second wall where none of the usual ones fits.
    """
    scope = scope or _scope(station_column, open_to_station_owner)
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


def _scope(station_column: str | None, open_to_station_owner: bool) -> str:
    if station_column is None:
        seen_by = "('firm', 'agent', 'station')" if open_to_station_owner else "('firm', 'agent')"
        return f"{SCOPE} IN {seen_by}"
    scope = f"{SCOPE} = 'firm' OR {station_column} = ANY({STATIONS})"
    return f"{station_column} IS NULL OR {scope}" if open_to_station_owner else scope


def within_stations(array_column: str) -> str:
    """Condition: one of the stations in an array column is one of the actor's."""
    return f"{array_column} && {STATIONS}"


def within_stations_or_firm_wide(station_column: str) -> str:
    """Condition: the actor's stations' rows; an agent also those of no station at all."""
    return (
        f"{SCOPE} = 'firm' OR {station_column} = ANY({STATIONS}) "
        f"OR ({SCOPE} = 'agent' AND {station_column} IS NULL)"
    )

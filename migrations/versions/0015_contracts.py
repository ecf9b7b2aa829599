"""Contracts with stations: what is covered, and what it costs."""

from alembic import op

from stationdesk.tenancy.schema import tenant_table

revision = "0015_contracts"
down_revision = "0014_fine_codes"

# Two contracts of a station never begin on the same day; the service lets none overlap.
TABLES = """
CREATE TABLE contracts (
    firm_id uuid NOT NULL,
    id uuid NOT NULL,
    station_id uuid NOT NULL,
    valid_from date NOT NULL,
    valid_to date CHECK (valid_to >= valid_from),
    kinds text[] NOT NULL DEFAULT '{}',
    directions text[] NOT NULL DEFAULT '{}',
    service_hours jsonb,
    month_fee_fen bigint NOT NULL DEFAULT 0 CHECK (month_fee_fen >= 0),
    parcel_fee_fen bigint NOT NULL DEFAULT 0 CHECK (parcel_fee_fen >= 0),
    minimum_fee_fen bigint NOT NULL DEFAULT 0 CHECK (minimum_fee_fen >= 0),
    overtime_fee_fen bigint NOT NULL DEFAULT 0 CHECK (overtime_fee_fen >= 0),
    vat_basis_points integer NOT NULL DEFAULT 0 CHECK (vat_basis_points BETWEEN 0 AND 2000),
    advances_counterparty boolean NOT NULL DEFAULT false,
    note text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL,
    created_by_name text NOT NULL,
    PRIMARY KEY (firm_id, id),
    FOREIGN KEY (firm_id, station_id) REFERENCES stations (firm_id, id)
);
CREATE UNIQUE INDEX contracts_start ON contracts (firm_id, station_id, valid_from);
"""

WALLS = tenant_table("contracts", "station_id", grants="SELECT, INSERT, UPDATE")


def upgrade() -> None:
    op.get_bind().connection.cursor().execute(TABLES)
    for sql in WALLS:
        op.execute(sql)

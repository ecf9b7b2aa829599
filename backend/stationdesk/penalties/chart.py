"""The firm's accounts by name (domain §6), and which of them a party's share goes to. Pure."""

from stationdesk.foundation.money import Fen
from stationdesk.penalties.causes.words import Party
from stationdesk.penalties.splits.waterfall import Split

PENALTY_COST = "firm/penalty_cost"
UNKNOWN_AGENT = "agent/?"
"""Stands in previews for an agent who has not been named."""


def unattributed(station_code: str) -> str:
    """Charged by the carrier, not yet decided."""
    return f"unattributed/{station_code}"


def station(station_code: str) -> str:
    """The firm's current account with the station (credit: the firm owes)."""
    return f"station/{station_code}"


def agent(email: str) -> str:
    """Current account with the agent; by e-mail, since names repeat."""
    return f"agent/{email}"


def account_of(
    party: Party, station_code: str, agent_account: str | None, counterparty_code: str | None
) -> str:
    """The account that a party's share is debited to."""
    if party is Party.AGENT:
        return agent_account or UNKNOWN_AGENT
    if party is Party.STATION:
        return station(station_code)
    if party is Party.COUNTERPARTY:
        return f"counterparty/{counterparty_code}"
    return PENALTY_COST


def intake_entries(station_code: str, amount_fen: Fen) -> tuple[tuple[str, Fen], ...]:
    """Step 1 of the worked example; a refund has the signs the other way round by itself."""
    return ((unattributed(station_code), amount_fen), (station(station_code), -amount_fen))


def attribution_entries(
    split: Split, station_code: str, agent_account: str | None
) -> tuple[tuple[str, Fen], ...]:
    """Step 2: each share to its bearer's account, all of it out of `unattributed`."""
    shares = [
        (account_of(party, station_code, agent_account, code), amount)
        for (party, code), amount in split.totals.items()
    ]
    total = sum(amount for _, amount in shares)
    return (*shares, (unattributed(station_code), -total))

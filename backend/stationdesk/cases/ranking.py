"""In which order the queue hands out cases. Pure; written when a case changes, never when read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from stationdesk.clocks.deadlines import Clock

PULL_PER_YUAN = timedelta(seconds=12)
"""¥50 at risk put a case ten minutes before one that risks nothing and is due at the same time."""
LONGEST_PULL = timedelta(hours=4)
"""A big claim may not starve what is due now; the lists rely on this bound as well."""
UNDUE_PATIENCE = timedelta(days=7)
"""A case without a deadline counts as due this long after it was opened: none is forgotten."""


def next_due_at(clocks: Iterable[Clock]) -> datetime | None:
    """The earliest deadline of those that run."""
    return min((clock.due_at for clock in clocks if clock.is_running), default=None)


def rank(due_at: datetime | None, risk_fen: int, opened_at: datetime) -> datetime:
    """The case's place in the queue: its due time, pulled forward by the money at risk."""
    base = due_at or opened_at + UNDUE_PATIENCE
    return base - min(PULL_PER_YUAN * risk_fen / 100, LONGEST_PULL)

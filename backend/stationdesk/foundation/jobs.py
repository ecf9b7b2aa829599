"""Jobs: enqueued in the caller's own transaction, so that nothing is lost between the two."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

DEFAULT_QUEUE = "default"

_DEFER = text(
    "SELECT procrastinate_defer_jobs_v1(ARRAY[ROW(:queue, :task, :priority, :lock, "
    ":queueing_lock, CAST(:args AS jsonb), CAST(:scheduled_at AS timestamptz))"
    "::procrastinate_job_to_defer_v1])"
)


async def defer(
    session: AsyncSession,
    task: str,
    *,
    lock: str | None = None,
    scheduled_at: datetime | None = None,
    queue: str = DEFAULT_QUEUE,
    **ids: Any,
) -> None:
    """Enqueue `task`; it runs after the caller commits, or not at all. `ids` hold ids only."""
    await session.exec(  # type: ignore[call-overload]
        _DEFER,
        params={
            "queue": queue,
            "task": task,
            "priority": 0,
            "lock": lock,
            "queueing_lock": None,
            "args": json.dumps(ids, default=str),
            "scheduled_at": scheduled_at,
        },
    )

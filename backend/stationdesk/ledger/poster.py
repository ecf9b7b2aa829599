"""Posting what has nothing else to write, several callers' postings in one commit.

Whoever writes more than a posting (a fine's link, a case's event) posts in his own transaction by
`service.post`. Where the posting is all there is, callers of one process wait for each other: while
one group is being committed the next one gathers, so a group is as large as the load asks, and a
single caller waits for nobody. Each gets his own answer, after the durable commit.
"""

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID
from weakref import WeakKeyDictionary, ref

import asyncpg

from stationdesk.foundation.database import Database
from stationdesk.foundation.errors import StationdeskError
from stationdesk.ledger import service
from stationdesk.ledger.postings import Posted, Posting
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import hot_transaction

GROUP_MAX: Final = 64
WAITING_MAX: Final = 10_000


@dataclass(slots=True)
class _Asked:
    """One caller's posting, and where he waits for his answer."""

    actor: Actor
    posting: Posting
    now: datetime
    answer: "asyncio.Future[Posted]"

    @property
    def together(self) -> tuple[UUID, str, date | None]:
        """What those of one group share: the tenant, the scope, and the period asked for."""
        return self.actor.firm_id, str(self.actor.scope), self.posting.period


class Poster:
    """The queue of one process. Its one worker lives while there is something to post."""

    def __init__(self, database: Database) -> None:
        # Weakly: the table below must not keep a closed database alive.
        self._database = ref(database)
        self._waiting: deque[_Asked] = deque()
        self._worker: asyncio.Task[None] | None = None

    async def post(self, actor: Actor, posting: Posting, now: datetime) -> Posted:
        """Post it in a transaction of its own, or of several such; durable when this returns.

        Raises what `service.post` raises, for this posting alone. A caller who is cancelled may
        have posted: the same key again says so. Raises OverflowError past 10,000 waiting.
        """
        posting.check()
        if len(self._waiting) >= WAITING_MAX:
            raise OverflowError(f"{WAITING_MAX} postings wait already.")
        answer = asyncio.get_running_loop().create_future()
        self._waiting.append(_Asked(actor, posting, now, answer))
        if self._worker is None or self._worker.done():
            self._worker = asyncio.create_task(self._work())
        posted: Posted = await answer
        return posted

    async def _work(self) -> None:
        while self._waiting:
            group = self._next_group()
            try:
                await self._post_group(group)
            except Exception as error:
                for asked in group:
                    _refuse(asked, error)
            except BaseException:
                # The process is ending: nobody is left waiting for an answer.
                for asked in (*group, *self._waiting):
                    asked.answer.cancel()
                self._waiting.clear()
                raise

    def _next_group(self) -> list[_Asked]:
        """The first that waits and those behind him that may go with him."""
        first = self._waiting[0].together
        group: list[_Asked] = []
        while self._waiting and len(group) < GROUP_MAX and self._waiting[0].together == first:
            group.append(self._waiting.popleft())
        return group

    async def _post_group(self, group: Sequence[_Asked]) -> None:
        try:
            posted = await self._post_all(group)
        except (StationdeskError, asyncpg.PostgresError) as refusal:
            if len(group) == 1:
                _refuse(group[0], refusal)
                return
            # One of them is at fault: nothing was posted, and each is tried by himself.
            for asked in group:
                await self._post_group([asked])
            return
        for asked, each in zip(group, posted, strict=True):
            if not asked.answer.done():
                asked.answer.set_result(each)

    async def _post_all(self, group: Sequence[_Asked]) -> list[Posted]:
        first = group[0]
        # By key: two processes with the same keys at once wait for each other in one order only.
        order = sorted(range(len(group)), key=lambda at: group[at].posting.key)
        database = self._database()
        assert database is not None, "whoever waits for an answer holds the database"
        async with hot_transaction(database, first.actor) as connection:
            posted = await service.post_all(
                connection,
                first.actor.firm_id,
                [group[at].posting for at in order],
                max(asked.now for asked in group),
                first.posting.period,
            )
        answers: list[Any] = [None] * len(group)
        for at, each in zip(order, posted, strict=True):
            answers[at] = each
        return answers


def _refuse(asked: _Asked, error: BaseException) -> None:
    if not asked.answer.done():
        asked.answer.set_exception(error)


_POSTERS: "WeakKeyDictionary[Database, Poster]" = WeakKeyDictionary()


def poster_of(database: Database) -> Poster:
    """The process's queue to this database; made at first use."""
    found = _POSTERS.get(database)
    if found is None:
        found = _POSTERS[database] = Poster(database)
    return found

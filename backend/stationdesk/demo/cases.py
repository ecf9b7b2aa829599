"""Plays the stories through the product's own use cases, at the times they tell."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta
from uuid import UUID
from zlib import crc32

from stationdesk.cases import service as cases
from stationdesk.cases.core.queue import claim_this
from stationdesk.cases.kinds import kind_of
from stationdesk.demo.firm import STATIONS
from stationdesk.demo.kinds_a import NO_LABEL_YET, stories_at
from stationdesk.demo.pictures import photograph, recording
from stationdesk.demo.scans import waybill_of
from stationdesk.demo.stories import STORIES, Deed, Story
from stationdesk.evidence import service as evidence
from stationdesk.foundation.database import Database
from stationdesk.integrations.storage.port import Storage
from stationdesk.stations.models import Station
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import tenant_session

_STATION = {station.code: station for station in STATIONS}


def waybill(story: Story) -> str:
    """The parcel that the story is about; none where it has no label yet."""
    if story.parcel == NO_LABEL_YET:
        return ""
    return waybill_of(_STATION[story.station], story.parcel, outbound=story.direction == "outbound")


def began_at(story: Story, now: datetime) -> datetime:
    """When HQ issued the story's case."""
    return now - timedelta(days=story.days, hours=story.hours)


class Playwright:
    """Plays stories in one firm."""

    def __init__(
        self,
        database: Database,
        storage: Storage,
        system: Actor,
        agents: dict[str, Actor],
        stations: dict[str, Station],
        now: datetime,
    ) -> None:
        self._database = database
        self._storage = storage
        self._system = system
        self._agents = agents
        self._stations = stations
        self._now = now

    async def play_all(self) -> int:
        """Every story, the oldest first; returns how many cases there are."""
        return await self.play((*STORIES, *stories_at(self._now)))

    async def play(self, stories: Sequence[Story]) -> int:
        """These stories, the oldest first; returns how many cases they are."""
        for story in sorted(stories, key=lambda s: (-s.days, -s.hours)):
            await self._play(story)
        return len(stories)

    async def _play(self, story: Story) -> None:
        began = began_at(story, self._now)
        details = dict(story.details)
        if "issued_at" in kind_of(story.kind).details.model_fields:
            details["issued_at"] = began.isoformat()
        async with tenant_session(self._database, self._system) as session:
            case = await cases.open_case(
                session,
                self._system,
                kind=story.kind,
                direction=story.direction,
                station_id=self._stations[story.station].id,
                waybill=waybill(story),
                details=details,
                now=began + timedelta(minutes=story.received_after),
                source="import",
            )
        for deed in story.deeds:
            await self._do(case.id, deed, began + timedelta(minutes=deed.minutes))

    async def _do(self, case_id: UUID, deed: Deed, at: datetime) -> None:
        if at > self._now:
            return
        actor = self._agents[deed.by]
        if deed.what == "claim":
            await claim_this(self._database, actor, case_id, at)
        elif deed.what == "attach":
            await self.attach(actor, case_id, deed.data["code"], at)
        else:
            async with tenant_session(self._database, actor) as session:
                await cases.apply_event(session, actor, case_id, deed.what, deed.data, None, at)

    async def attach(self, actor: Actor, case_id: UUID, code: str, at: datetime) -> None:
        """A picture for an item of the checklist."""
        seed = (case_id.int + crc32(code.encode())) % 9973
        is_heard = code == "call_record"
        body = recording(seed) if is_heard else photograph(seed, at)
        name = f"{code}.wav" if is_heard else f"IMG_{seed:04d}.jpg"
        sealed = await evidence.store(self._storage, actor.firm_id, name, _chunks(body), len(body))
        async with tenant_session(self._database, actor) as session:
            await cases.attach_evidence(session, actor, case_id, sealed, code, at)


async def _chunks(body: bytes) -> AsyncIterator[bytes]:
    yield body

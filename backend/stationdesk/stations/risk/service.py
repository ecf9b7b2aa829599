"""The risk register: propose, confirm, dismiss, edit, find what a parcel meets."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.accounts.repository import add_audit
from stationdesk.foundation.cursors import page_limit, read_cursor, write_cursor
from stationdesk.foundation.ids import new_id
from stationdesk.foundation.request_words import field_zh
from stationdesk.stations import repository as stations
from stationdesk.stations.customers.service import the_customer
from stationdesk.stations.models import Station
from stationdesk.stations.reveals import service as reveals
from stationdesk.stations.risk import repository
from stationdesk.stations.risk.errors import RiskChanged, RiskExists, RiskInvalid, RiskUnknown
from stationdesk.stations.risk.matching import CATEGORIES, KINDS, Person, keys_of, match_key
from stationdesk.stations.risk.models import RiskEntry
from stationdesk.stations.risk.schemas import RiskOut, RiskPage, RiskRevealed
from stationdesk.stations.service import station_by_code
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.masking import mask_address, mask_name, mask_phone

STATUSES = ("proposed", "active", "dismissed", "expired")
TEXT_MAX = 500
NAME_MAX = 80
SOURCES_MAX = 50


async def propose(
    session: AsyncSession,
    actor: Actor,
    station: Station,
    fields: Mapping[str, Any],
    now: datetime,
    source_case_ids: Sequence[UUID] = (),
) -> RiskEntry:
    """Put somebody or some place into the register, to be confirmed.

    `fields` are those of NewRisk without the station. Raises RiskInvalid, RiskExists.
    """
    checked = _checked(fields)
    person = Person(
        checked["name"], checked["phone"], checked["address"], checked.get("customer_id")
    )
    key = match_key(checked["match_by"], person)
    if person.customer_id is not None:
        await the_customer(session, person.customer_id)
    known = await repository.entry_by_key(
        session, station.id, checked["match_by"], key, checked["category"]
    )
    if known is not None:
        raise RiskExists(
            f"{station.code} has this entry already ({known.status}); open that one instead.",
            risk_id=str(known.id), status=known.status,
            zh=f"网点 {station.code} 的风险档案里已有这一条，请打开那一条。",
        )  # fmt: skip
    entry = RiskEntry(
        firm_id=actor.firm_id,
        id=new_id(),
        station_id=station.id,
        match_key=key,
        status="proposed",
        reviewer_name="",
        review_on=None,
        source_case_ids=list(dict.fromkeys(source_case_ids))[:SOURCES_MAX],
        proposed_by_name=actor.name,
        decided_by_name="",
        decided_reason="",
        decided_at=None,
        version=1,
        created_at=now,
        **checked,
    )
    session.add(entry)
    add_audit(session, actor, "risk_proposed", str(entry.id), now, category=entry.category)
    await session.flush()
    return entry


async def propose_again(
    session: AsyncSession,
    actor: Actor,
    risk_id: UUID,
    source_case_ids: Sequence[UUID],
    now: datetime,
) -> RiskEntry:
    """What was dismissed has come up in new cases."""
    entry = await the_entry(session, risk_id, locked=True)
    entry.source_case_ids = list(dict.fromkeys(source_case_ids))[:SOURCES_MAX]
    entry.proposed_by_name = actor.name
    return await _decide(session, actor, entry, "proposed", "", now)


async def confirm(
    session: AsyncSession,
    actor: Actor,
    risk_id: UUID,
    version: int,
    reviewer_name: str,
    review_on: date,
    now: datetime,
) -> RiskEntry:
    """It is so, as somebody has checked; also: still so. Raises RiskInvalid, RiskChanged."""
    reviewer = " ".join(reviewer_name.split())
    if not 1 <= len(reviewer) <= NAME_MAX:
        raise RiskInvalid("Say who has checked it.", field="reviewer_name", zh="请写明是谁复查的。")
    if review_on <= now.date():
        raise RiskInvalid(
            "The next review lies in the future.", field="review_on", zh="下次复查日要在今天之后。"
        )
    entry = await _the_entry(session, risk_id, version)
    if not entry.courier_instruction and not entry.agent_instruction:
        raise RiskInvalid(
            "Write first what the courier or the agent is to do there.",
            field="courier_instruction",
            zh="请先写清业务员或坐席到那里该怎么做。",
        )
    entry.reviewer_name, entry.review_on = reviewer, review_on
    return await _decide(session, actor, entry, "active", "", now)


async def dismiss(
    session: AsyncSession, actor: Actor, risk_id: UUID, version: int, reason: str, now: datetime
) -> RiskEntry:
    """It is not so, or no more. It stays, so that the same cases do not propose it again."""
    why = " ".join(reason.split())
    if not 1 <= len(why) <= TEXT_MAX:
        raise RiskInvalid("Say why it is dismissed.", field="reason", zh="请写明为什么驳回。")
    entry = await _the_entry(session, risk_id, version)
    return await _decide(session, actor, entry, "dismissed", why, now)


async def change(
    session: AsyncSession,
    actor: Actor,
    risk_id: UUID,
    version: int,
    fields: Mapping[str, Any],
    now: datetime,
) -> RiskEntry:
    """Change what is to be done, by whom and when it is reviewed."""
    entry = await _the_entry(session, risk_id, version)
    checked = _checked(fields)
    category = checked.get("category", entry.category)
    if category != entry.category:
        other = await repository.entry_by_key(
            session, entry.station_id, entry.match_by, entry.match_key, category
        )
        if other is not None:
            raise RiskExists(
                "There is an entry for that reason already.",
                risk_id=str(other.id), status=other.status,
                zh="同一理由的风险档案已有一条，请打开那一条。",
            )  # fmt: skip
    for name, value in checked.items():
        setattr(entry, name, value)
    entry.version += 1
    session.add(entry)
    add_audit(session, actor, "risk_changed", str(entry.id), now, fields=sorted(fields))
    await session.flush()
    return entry


async def hits(
    session: AsyncSession, actor: Actor, station_id: UUID, people: Iterable[Person], now: datetime
) -> list[RiskOut]:
    """The entries that a parcel's people and places meet at its station."""
    found = await repository.hits(session, actor.firm_id, station_id, keys_of(people))
    return await shown(session, found, now) if found else []


async def entry_page(
    session: AsyncSession,
    *,
    status: str | None,
    is_review_due: bool,
    station_code: str | None,
    category: str | None,
    cursor: str | None,
    limit: int,
    now: datetime,
) -> RiskPage:
    """The register, newest first. Raises RiskInvalid for a filter that it does not know."""
    size = page_limit(limit)
    _known("status", status, STATUSES)
    _known("category", category, CATEGORIES)
    station = await station_by_code(session, station_code) if station_code else None
    rows = await repository.entry_page(
        session,
        statuses=[status] if status else [],
        due_by=now.date() if is_review_due else None,
        station_id=station.id if station else None,
        category=category,
        after=read_cursor(cursor, tuple[datetime, UUID]),
        limit=size,
    )
    following = None
    if len(rows) > size:
        following = write_cursor(rows[size - 1].created_at, rows[size - 1].id)
    return RiskPage(await shown(session, rows[:size], now), following)


async def shown(
    session: AsyncSession, entries: Sequence[RiskEntry], now: datetime
) -> list[RiskOut]:
    """Entries as people see them before they gave a reason."""
    names = {each.id: each for each in await stations.stations(session)}
    same = {"name", "phone", "address", "station", "station_name", "is_review_due"}
    fields = [name for name in RiskOut.__struct_fields__ if name not in same]
    return [
        RiskOut(
            **{name: getattr(entry, name) for name in fields},
            station=names[entry.station_id].code,
            station_name=names[entry.station_id].name,
            name=mask_name(entry.name),
            phone=mask_phone(entry.phone),
            address=mask_address(entry.address),
            is_review_due=entry.review_on is not None and entry.review_on <= now.date(),
        )
        for entry in entries
    ]


async def reveal(
    session: AsyncSession, actor: Actor, risk_id: UUID, reason: str, now: datetime
) -> RiskRevealed:
    """The entry's person in full; who looked and why is written down."""
    entry = await the_entry(session, risk_id)
    await reveals.log(
        session, actor, subject="risk_entry", subject_id=entry.id,
        subject_name=mask_name(entry.name) or mask_address(entry.address),
        station_id=entry.station_id, reason=reason, now=now,
    )  # fmt: skip
    return RiskRevealed(entry.id, entry.name, entry.phone, entry.address)


async def expire_reviews(session: AsyncSession, actor: Actor, now: datetime) -> int:
    """Mark what was to be reviewed and was not; at most a batch. Safe to run twice."""
    return await repository.expire(session, actor.firm_id, now.date())


async def the_entry(session: AsyncSession, risk_id: UUID, *, locked: bool = False) -> RiskEntry:
    """The entry, or RiskUnknown."""
    entry = await repository.entry_by_id(session, risk_id, locked=locked)
    if entry is None:
        raise RiskUnknown(f"There is no entry {risk_id} in the register here.")
    return entry


async def _the_entry(session: AsyncSession, risk_id: UUID, version: int) -> RiskEntry:
    entry = await the_entry(session, risk_id, locked=True)
    if entry.version != version:
        raise RiskChanged(
            f"You looked at version {version}; the entry is at {entry.version}. Look again.",
            version=entry.version,
        )
    return entry


async def _decide(
    session: AsyncSession, actor: Actor, entry: RiskEntry, status: str, reason: str, now: datetime
) -> RiskEntry:
    entry.status = status
    entry.decided_by_name, entry.decided_reason, entry.decided_at = actor.name, reason, now
    entry.version += 1
    session.add(entry)
    add_audit(session, actor, f"risk_{status}", str(entry.id), now)
    await session.flush()
    return entry


def _checked(fields: Mapping[str, Any]) -> dict[str, Any]:
    checked = dict(fields)
    for name, value in fields.items():
        if not isinstance(value, str):
            continue
        checked[name] = value.strip()
        longest = NAME_MAX if name in ("name", "phone", "reviewer_name") else TEXT_MAX
        if len(checked[name]) > longest or "\0" in value:
            raise RiskInvalid(
                f"{name} has at most {longest} characters.",
                field=name,
                zh=f"{field_zh(name)}最多 {longest} 个字。",
            )
    for name, known in (("kind", KINDS), ("category", CATEGORIES)):
        if name in checked:
            _known(name, checked[name], known)
    return checked


def _known(name: str, value: str | None, known: Sequence[str]) -> None:
    if value is not None and value not in known:
        raise RiskInvalid(
            f"{name} is {value!r}; it is one of {', '.join(known)}.",
            field=name,
            zh=f"{field_zh(name)}没有“{value}”这个选项，请从列表里选。",
        )

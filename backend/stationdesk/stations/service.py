"""Stations and who serves them, one plain function a use case."""

import re
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.accounts import service as accounts
from stationdesk.accounts.credentials import new_push_key
from stationdesk.accounts.models import Member
from stationdesk.accounts.repository import add_audit
from stationdesk.foundation.ids import new_id
from stationdesk.foundation.jobs import defer
from stationdesk.foundation.zones import HOME_NAME
from stationdesk.stations import repository
from stationdesk.stations.carriers import CARRIERS, carrier_code
from stationdesk.stations.checking import check_timezone, checked_calendar, checked_public
from stationdesk.stations.errors import (
    AssignmentExists,
    AssignmentUnknown,
    DirectionInvalid,
    NotAnAgent,
    StationInvalid,
    StationNameTaken,
    StationUnknown,
)
from stationdesk.stations.models import (
    Assignment,
    MemberStation,
    Station,
    StationName,
    StationWave,
)
from stationdesk.tenancy.actor import Actor, Role

DIRECTIONS = ("inbound", "outbound", "both")
WAVES_A_DAY_MAX = 12
REFRESH_JOB = "refresh_gaps"

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,31}")
_ASSIGNABLE = (Role.AGENT, Role.SUPERVISOR, Role.MANAGER)


def name_key(name: str) -> str:
    """How a station's name is compared: white space and brackets folded, case ignored."""
    return re.sub(r"[\s【】\[\]]+", "", name).casefold()


async def add_station(
    session: AsyncSession,
    actor: Actor,
    *,
    code: str,
    carrier: str,
    name: str,
    aliases: Sequence[str] = (),
    timezone: str = HOME_NAME,
    now: datetime,
) -> Station:
    """A new station with its push address. Code, name and aliases are unique in the firm, since
    a scan names a station by any of them. Raises StationInvalid, StationNameTaken."""
    if not _CODE.fullmatch(code):
        raise StationInvalid(
            f"{code!r}: a code has 1 to 32 letters, digits, dots, underscores and hyphens.",
            field="code",
            zh=f"网点代码“{code}”不对：用 1 到 32 个字母、数字、点、下划线或连字符。",
        )
    known_carrier = carrier_code(carrier)
    if known_carrier is None:
        raise StationInvalid(
            f"{carrier!r} is no carrier we know; choose one of {', '.join(CARRIERS)}.",
            field="carrier",
            zh=f"没有“{carrier}”这家快递公司，请从列表里选。",
        )
    if not name.strip():
        raise StationInvalid(
            "The station's name is empty.", field="name", zh="网点名称是空的，请填写。"
        )
    check_timezone(timezone)
    station = Station(
        firm_id=actor.firm_id,
        id=new_id(),
        code=code,
        carrier=known_carrier,
        name=name.strip(),
        timezone=timezone,
        push_key=new_push_key(actor.firm_id),
        push_salt=secrets.token_hex(16),
    )
    names = await _new_names(session, station, aliases)
    session.add(station)
    await session.flush()
    session.add_all(names)
    add_audit(session, actor, "station_added", code, now, carrier=known_carrier, name=name)
    await session.flush()
    return station


async def change_station(
    session: AsyncSession,
    actor: Actor,
    station: Station,
    *,
    now: datetime,
    name: str | None = None,
    add_aliases: Sequence[str] = (),
    is_weighing_required: bool | None = None,
    calendar: Mapping[str, Any] | None = None,
    public_phone: str | None = None,
    public_address: str | None = None,
    waves: Sequence[tuple[time, time, time]] | None = None,
) -> Station:
    """Change what may change about a station; its code and carrier never do."""
    if name is not None and name.strip():
        station.name = name.strip()
        add_aliases = [*add_aliases, name]
    if is_weighing_required is not None:
        station.is_weighing_required = is_weighing_required
    if calendar is not None:
        station.calendar = checked_calendar(calendar, station.timezone, now)
        # Open clocks count by it as well; the rooms above know how.
        await defer(
            session, "recompute_station", lock=f"recompute {actor.firm_id}",
            firm_id=actor.firm_id, station_id=station.id,
        )  # fmt: skip
    if public_phone is not None:
        station.public_phone = checked_public("public_phone", public_phone)
    if public_address is not None:
        station.public_address = checked_public("public_address", public_address)
    session.add(station)
    session.add_all(await _new_names(session, station, add_aliases, is_new=False))
    if waves is not None:
        await set_waves(session, station, waves)
    if waves is not None or is_weighing_required is not None:
        # Gaps carry the due times of the old rules; the room above measures them anew.
        await defer(session, REFRESH_JOB, firm_id=str(station.firm_id), station_id=str(station.id))
    add_audit(session, actor, "station_changed", station.code, now)
    await session.flush()
    return station


async def set_waves(
    session: AsyncSession, station: Station, waves: Sequence[tuple[time, time, time]]
) -> None:
    """Replace the station's waves 频次: (arrive by, dispatch by, sign by), earliest first."""
    if len(waves) > WAVES_A_DAY_MAX:
        raise StationInvalid(
            f"At most {WAVES_A_DAY_MAX} waves a day.",
            field="waves",
            zh=f"一天最多 {WAVES_A_DAY_MAX} 个频次。",
        )
    for old in await repository.waves(session, station.id):
        await session.delete(old)
    await session.flush()
    for number, (arrive_by, dispatch_by, sign_by) in enumerate(sorted(waves), start=1):
        if not arrive_by <= dispatch_by <= sign_by:
            raise StationInvalid(
                f"Wave {number}: arrival, dispatch and signature must follow each other.",
                field="waves",
                zh=f"第 {number} 个频次的到件、派件、签收时间要依次往后。",
            )
        session.add(
            StationWave(
                firm_id=station.firm_id,
                station_id=station.id,
                wave_no=number,
                arrive_by=arrive_by,
                dispatch_by=dispatch_by,
                sign_by=sign_by,
            )
        )
    await session.flush()


async def the_station(session: AsyncSession, station_id: UUID) -> Station:
    """The station, or StationUnknown: also where it is somebody else's."""
    found = await repository.station_by_id(session, station_id)
    if found is None:
        raise StationUnknown(f"There is no station {station_id} here.")
    return found


async def station_by_code(session: AsyncSession, code: str) -> Station:
    """The station, or StationUnknown: also where it is somebody else's."""
    found = await repository.stations_by_code(session, [code])
    if not found:
        raise StationUnknown(
            f"There is no station {code!r} here; add it, or check the code.",
            station=code,
            zh=f"没有代码为“{code}”的网点，请先添加，或核对代码。",
        )
    return found[0]


async def stations_by_code(session: AsyncSession, codes: Sequence[str]) -> list[Station]:
    """All of them, or StationUnknown naming those that are not there."""
    found = await repository.stations_by_code(session, codes)
    missing = sorted(set(codes) - {station.code for station in found})
    if missing:
        raise StationUnknown(
            f"There is no station {', '.join(missing)} here; add it first.",
            zh=f"没有网点 {'、'.join(missing)}，请先添加，或核对代码。",
        )
    return found


async def give_stations(session: AsyncSession, member: Member, station_ids: Sequence[UUID]) -> None:
    """Make these the station owner's stations."""
    session.add_all(
        MemberStation(firm_id=member.firm_id, member_id=member.id, station_id=station_id)
        for station_id in dict.fromkeys(station_ids)
    )
    await session.flush()


async def add_member(
    session: AsyncSession,
    actor: Actor,
    *,
    email: str,
    name: str,
    role: str,
    password: str,
    station_codes: Sequence[str],
    now: datetime,
) -> Member:
    """A member, and for a station owner his stations, in one step."""
    found = await stations_by_code(session, station_codes)
    station_ids = [station.id for station in found]
    member = await accounts.add_member(
        session,
        actor,
        email=email,
        name=name,
        role=role,
        password=password,
        station_ids=station_ids,
        now=now,
    )
    if member.role == Role.STATION_OWNER:
        await give_stations(session, member, station_ids)
    elif member.role == Role.AGENT:
        for station in found:
            await assign(session, actor, member=member, station=station, direction="both", now=now)
    return member


def push_url(public_url: str, station: Station) -> str:
    """Where a carrier's provider pushes this station's traces to."""
    return f"{public_url}/api/push/kuaidi100/{station.push_key}"


async def assign(
    session: AsyncSession,
    actor: Actor,
    *,
    member: Member,
    station: Station,
    direction: str,
    is_primary: bool = True,
    valid_from: datetime | None = None,
    valid_to: datetime | None = None,
    now: datetime,
) -> Assignment:
    """Let an agent serve a station in a direction, from now and open-ended unless said.

    Saying the same again changes nothing and returns what is in force.
    """
    if direction not in DIRECTIONS:
        raise DirectionInvalid(
            f"{direction!r}: choose one of {', '.join(DIRECTIONS)}.", direction=direction
        )
    if member.role not in _ASSIGNABLE:
        raise NotAnAgent(f"{member.email} is {member.role}; assign an agent.", name=member.email)
    present = await repository.assignment_in_force(session, member.id, station.id, direction, now)
    if present is not None and present.is_primary == is_primary and valid_from is None:
        return present
    if present is not None:
        raise AssignmentExists(
            f"{member.email} serves {station.code} ({direction}) already; end that first.",
            name=member.email,
            station=station.code,
        )
    assignment = Assignment(
        firm_id=actor.firm_id,
        id=new_id(),
        member_id=member.id,
        station_id=station.id,
        direction=direction,
        is_primary=is_primary,
        valid_from=valid_from or now,
        valid_to=valid_to,
    )
    session.add(assignment)
    add_audit(
        session, actor, "assigned", f"{member.email} {station.code}", now, direction=direction
    )
    await session.flush()
    return assignment


async def end_assignment(
    session: AsyncSession, actor: Actor, assignment_id: UUID, now: datetime
) -> None:
    """The assignment ends now; what was held under it stays in the history."""
    assignment = await repository.assignment_by_id(session, assignment_id)
    if assignment is None:
        raise AssignmentUnknown("There is no such assignment; reload the list.")
    assignment.valid_to = max(now, assignment.valid_from)
    session.add(assignment)
    add_audit(session, actor, "unassigned", str(assignment_id), now)
    await session.flush()


async def _new_names(
    session: AsyncSession, station: Station, aliases: Sequence[str], *, is_new: bool = True
) -> list[StationName]:
    kinds = [("code", station.code), ("name", station.name)] if is_new else []
    kinds += [("alias", alias) for alias in aliases]
    wanted: dict[str, StationName] = {}
    for kind, name in kinds:
        key = name_key(name)
        if not key:
            raise StationInvalid(
                "An alias is empty; leave it out.", field="aliases", zh="有一个别名是空的，请删掉。"
            )
        wanted.setdefault(
            key,
            StationName(
                firm_id=station.firm_id,
                name_key=key,
                station_id=station.id,
                name=name.strip(),
                kind=kind,
            ),
        )
    for taken in await repository.names_taken(session, wanted):
        if taken.station_id != station.id:
            raise StationNameTaken(
                f"{taken.name!r} already names another station of this firm; scans could not "
                "tell the two apart. Choose another name or alias.",
                name=taken.name,
            )
        del wanted[taken.name_key]
    return list(wanted.values())

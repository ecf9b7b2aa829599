"""Whom a case is about: written down, shown masked, shown in full for a reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.cases import personal
from stationdesk.cases.contacts import repository as contacts
from stationdesk.cases.contacts.repository import Contact
from stationdesk.cases.contacts.schemas import (
    CaseRiskIn,
    ContactIn,
    ContactOut,
    ContactRevealed,
    DetailsRevealed,
)
from stationdesk.cases.errors import CaseNotFound, ContactInvalid, ContactUnknown
from stationdesk.cases.kinds import kind_of
from stationdesk.cases.repository import records, timeline
from stationdesk.cases.schemas import CaseRecord
from stationdesk.foundation.contact_keys import address_key, name_bigrams, phone_key, phone_tail
from stationdesk.foundation.ids import new_id
from stationdesk.foundation.request_words import field_zh
from stationdesk.stations import repository as stations
from stationdesk.stations.reveals import service as reveals
from stationdesk.stations.risk import service as risk
from stationdesk.stations.risk.matching import Person, kind_for
from stationdesk.stations.risk.models import RiskEntry
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.masking import mask_address, mask_name, mask_phone, may_be_told
from stationdesk.tenancy.session import raw_connection

ROLES = ("recipient", "sender", "caller")
DETAILS = "details"
"""Who is named by what only the kind knows: the addressee of an order, say."""
NAME_MAX = 80
PHONE_MAX = 40
ADDRESS_MAX = 200
PHONE_DIGITS = range(3, 16)


async def set_contacts(
    session: AsyncSession,
    actor: Actor,
    case_id: UUID,
    given: Sequence[ContactIn],
    now: datetime,
    *,
    is_opening: bool = False,
) -> None:
    """Write contacts; roles not named stay. The timeline keeps which changed, not to what; those
    that a case was opened with are no change.

    Raises CaseNotFound, ContactInvalid.
    """
    if not given:
        return
    record = await _the_case(session, actor, case_id)
    connection = await raw_connection(session)
    wanted = [_checked(each, case_id) for each in given]
    known = {each.role: each for each in await contacts.of_case(connection, actor.firm_id, case_id)}
    changed: list[str] = []
    for contact in wanted:
        is_blank = not (contact.name or contact.phone or contact.address)
        if known.get(contact.role) == contact or (is_blank and contact.role not in known):
            continue
        changed.append(contact.role)
        if is_blank:
            await contacts.remove(connection, actor.firm_id, case_id, contact.role)
            continue
        keys = (
            name_bigrams(contact.name), phone_key(contact.phone), phone_tail(contact.phone),
            address_key(contact.address),
        )  # fmt: skip
        await contacts.upsert(connection, actor.firm_id, record.station_id, contact, keys, now)
    if changed and not is_opening:
        await _note(session, actor, record, "contacts_changed", "", {"roles": changed}, now)


async def reveal_contact(
    session: AsyncSession, actor: Actor, case_id: UUID, role: str, reason: str, now: datetime
) -> ContactRevealed:
    """A contact in full; logged, and on the timeline. Raises ContactUnknown, ReasonNeeded."""
    record = await _the_case(session, actor, case_id)
    contact = await _the_contact(session, actor, record, role)
    await reveals.log(
        session, actor, subject="case_contact", subject_id=record.id,
        subject_name=f"{record.number} {mask_name(contact.name)}".strip(), role=role,
        station_id=record.station_id, reason=reason, now=now,
    )  # fmt: skip
    why = " ".join(reason.split())
    await _note(session, actor, record, "contact_revealed", why, {"role": role}, now)
    return ContactRevealed(role, contact.name, contact.phone, contact.address)


async def reveal_details(
    session: AsyncSession, actor: Actor, case_id: UUID, reason: str, now: datetime
) -> DetailsRevealed:
    """The people in a case's own details in full; logged, and on the timeline.

    Raises ContactUnknown where they name nobody, ReasonNeeded.
    """
    record = await _the_case(session, actor, case_id)
    marks = personal.marks_of(kind_of(record.kind).details)
    found = personal.personal_in(marks, msgspec.json.decode(record.details))
    if not found:
        raise ContactUnknown(
            f"The details of {record.number} name nobody.",
            zh=f"{record.number} 没填收寄件人，请先录入联系人。",
        )
    await reveals.log(
        session, actor, subject="case_contact", subject_id=record.id, subject_name=record.number,
        role=DETAILS, station_id=record.station_id, reason=reason, now=now,
    )  # fmt: skip
    why = " ".join(reason.split())
    await _note(session, actor, record, "contact_revealed", why, {"role": DETAILS}, now)
    return DetailsRevealed(found)


async def propose_risk(
    session: AsyncSession, actor: Actor, case_id: UUID, wanted: CaseRiskIn, now: datetime
) -> RiskEntry:
    """Propose the case's contact for the risk register. Raises ContactUnknown, RiskInvalid."""
    record = await _the_case(session, actor, case_id)
    contact = await _the_contact(session, actor, record, wanted.role)
    station = await stations.station_by_id(session, record.station_id)
    assert station is not None, "who sees a case sees its station"
    fields = {
        "kind": kind_for(wanted.match_by, [wanted.role]),
        "match_by": wanted.match_by,
        "category": wanted.category,
        "name": contact.name,
        "phone": contact.phone,
        "address": contact.address,
        "courier_instruction": wanted.courier_instruction,
        "agent_instruction": wanted.agent_instruction,
    }
    entry = await risk.propose(session, actor, station, fields, now, [record.id])
    data = {"risk_id": str(entry.id), "category": entry.category}
    await _note(session, actor, record, "risk_proposed", "", data, now)
    return entry


async def contacts_of(session: AsyncSession, actor: Actor, record: CaseRecord) -> list[Contact]:
    """The case's own contacts, completed from other cases of its parcel; recipient first."""
    connection = await raw_connection(session)
    found = await contacts.of_parcel(
        connection, actor.firm_id, record.waybill, record.station_id, record.id
    )
    return sorted(found, key=lambda contact: ROLES.index(contact.role))


def contact_out(contact: Contact, case_id: UUID) -> ContactOut:
    """As people see it before they gave a reason; so masked, it confirms to a caller who he is."""
    return ContactOut(
        role=contact.role,
        name=mask_name(contact.name),
        phone=mask_phone(contact.phone),
        address=mask_address(contact.address),
        from_case_id=None if contact.case_id == case_id else contact.case_id,
        may_be_told=may_be_told("own_trace"),
    )


def person_of(contact: Contact, customer_id: UUID | None = None) -> Person:
    """The contact as the risk register looks for it."""
    return Person(contact.name, contact.phone, contact.address, customer_id)


async def _the_case(session: AsyncSession, actor: Actor, case_id: UUID) -> CaseRecord:
    record = await records.find(await raw_connection(session), actor.firm_id, case_id)
    if record is None:
        raise CaseNotFound(f"There is no case {case_id}, or it is not one of your stations'.")
    return record


async def _the_contact(
    session: AsyncSession, actor: Actor, record: CaseRecord, role: str
) -> Contact:
    for contact in await contacts_of(session, actor, record):
        if contact.role == role:
            return contact
    raise ContactUnknown(
        f"{record.number} has no {role[:20]!r}; enter the contact first.",
        zh=f"{record.number} 还没有这位联系人，请先录入。",
    )


def _checked(given: ContactIn, case_id: UUID) -> Contact:
    if given.role not in ROLES:
        raise ContactInvalid(
            f"role is {given.role[:20]!r}; it is one of {', '.join(ROLES)}.",
            field="role",
            zh=f"没有“{given.role[:20]}”这种联系人，请从列表里选。",
        )
    texts = {}
    for field, longest in (("name", NAME_MAX), ("phone", PHONE_MAX), ("address", ADDRESS_MAX)):
        text = " ".join(getattr(given, field).split())
        if len(text) > longest or not text.isprintable():
            raise ContactInvalid(
                f"{given.role}: {field} has at most {longest} plain characters.",
                field=f"{given.role}.{field}",
                zh=f"{field_zh(field)}最多 {longest} 个字，不能有换行等特殊字符。",
            )
        if personal.is_masked(text):
            raise ContactInvalid(
                f"{given.role}: {field} {text!r} is the masked form; write it in full, or leave "
                "the contact as it is.", field=f"{given.role}.{field}",
                zh="带 * 的是遮蔽后的内容，请写全，或不要改动",
            )  # fmt: skip
        texts[field] = text
    if texts["phone"] and len(phone_key(texts["phone"])) not in PHONE_DIGITS:
        raise ContactInvalid(
            f"{given.role}: {texts['phone']!r} is no phone number; write 3 to 15 digits.",
            field=f"{given.role}.phone",
            zh=f"“{texts['phone']}”不是电话号码，请填 3 到 15 位数字。",
        )
    return Contact(case_id=case_id, role=given.role, **texts)


async def _note(
    session: AsyncSession, actor: Actor, record: CaseRecord, event: str, text: str,
    data: dict[str, Any], now: datetime,
) -> None:  # fmt: skip
    await timeline.note(
        await raw_connection(session), firm_id=record.firm_id, case_id=record.id, id_=new_id(),
        station_id=record.station_id, case_version=record.version, at=now,
        actor_member_id=actor.member_id, actor_name=actor.name, event=event, text=text, data=data,
    )  # fmt: skip

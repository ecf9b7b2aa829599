"""A case as the engine sees it, put together from its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

import asyncpg
import msgspec
from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.cases.clockwork import CaseClock
from stationdesk.cases.errors import CaseNotFound
from stationdesk.cases.kinds import CaseKind, Details, Occasion, kind_of
from stationdesk.cases.repository import records, waivers
from stationdesk.cases.repository.waivers import Waiver
from stationdesk.cases.schemas import CaseRecord
from stationdesk.evidence.repository import attachments
from stationdesk.evidence.schemas import AttachmentRecord
from stationdesk.policies import service as policies
from stationdesk.policies.terms import CaseTerms
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection
from stationdesk.workflow.custody import Holder, HolderKind
from stationdesk.workflow.definition import CaseView, ChecklistItem, ClockView

Connection: TypeAlias = "asyncpg.Connection[Any]"


@dataclass(frozen=True, slots=True)
class CaseContext:
    """A case with all that decides what may happen to it."""

    record: CaseRecord
    kind: CaseKind
    details: Details
    clocks: list[CaseClock]
    attachments: Sequence[AttachmentRecord]
    waivers: list[Waiver]
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def checklist(self) -> tuple[ChecklistItem, ...]:
        """The proofs that the case needs, and which of them are there."""
        done = {each.checklist_code for each in self.attachments}
        waived = {each.code for each in self.waivers}
        return tuple(
            replace(item, is_done=item.code in done, is_waived=item.code in waived)
            for item in self.kind.checklist(self.details, self.record.direction)
        )

    def view(self) -> CaseView:
        """The case as the engine sees it."""
        record = self.record
        agent = None
        if record.agent_member_id is not None:
            agent = Holder(
                HolderKind(record.agent_kind or "agent"), record.agent_member_id, record.agent_name
            )
        return CaseView(
            state=record.state,
            direction=record.direction,
            opened_at=record.opened_at,
            holder=Holder(
                HolderKind(record.holder_kind), record.holder_reference, record.holder_name
            ),
            custody_since=record.custody_since,
            agent=agent,
            details=self.details,
            checklist=self.checklist,
            clocks=tuple(
                ClockView(each.clock.name, each.clock.due_at, each.clock.stopped_at)
                for each in self.clocks
            ),
            facts=self.facts,
        )


class TermsOf:
    """The terms of cases as they held at a moment; of one lane they are asked for once."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[tuple[str, str, UUID, datetime], CaseTerms] = {}

    async def __call__(self, record: CaseRecord, at: datetime) -> CaseTerms:
        key = (record.kind, record.carrier, record.station_id, at)
        if key not in self._known:
            self._known[key] = await policies.case_terms(
                self._connection, record.firm_id, record.kind, record.carrier, record.station_id,
                at,
            )  # fmt: skip
        return self._known[key]


async def load(
    session: AsyncSession, actor: Actor, case_id: UUID, *, locked: bool = False
) -> CaseContext:
    """Read a case, locked if it is going to change. Raises CaseNotFound.

    The case's row is locked before its clocks; jobs lock clocks only.
    """
    connection = await raw_connection(session)
    read = records.get_for_update if locked else records.find
    record = await read(connection, actor.firm_id, case_id)
    if record is None:
        raise CaseNotFound(f"There is no case {case_id}, or it is not one of your stations'.")
    kind = kind_of(record.kind)
    return CaseContext(
        record=record,
        kind=kind,
        details=kind.details.model_validate(msgspec.json.decode(record.details)),
        clocks=await records.clocks_of(connection, actor.firm_id, case_id, locked=locked),
        attachments=await attachments.of_case(connection, actor.firm_id, case_id),
        waivers=await waivers.of_case(connection, actor.firm_id, case_id),
    )


async def lock_and_load(
    session: AsyncSession, actor: Actor, case_ids: Sequence[UUID]
) -> dict[UUID, CaseContext]:
    """Those that the actor may see, locked, each as `load` reads it; one statement a table."""
    connection, firm_id = await raw_connection(session), actor.firm_id
    found = await records.lock_many(connection, firm_id, case_ids)
    ids = [record.id for record in found]
    clocks = await records.clocks_of_many(connection, firm_id, ids)
    files = await attachments.of_cases(connection, firm_id, ids)
    waived = await waivers.of_cases(connection, firm_id, ids)
    return {
        record.id: CaseContext(
            record=record,
            kind=kind_of(record.kind),
            details=kind_of(record.kind).details.model_validate(
                msgspec.json.decode(record.details)
            ),
            clocks=clocks.get(record.id, []),
            attachments=files.get(record.id, []),
            waivers=waived.get(record.id, []),
        )
        for record in found
    }


async def with_facts(
    session: AsyncSession,
    actor: Actor,
    context: CaseContext,
    event: str | None,
    now: datetime,
    terms_of: TermsOf | None = None,
) -> CaseContext:
    """The same case with what its kind has to know of other rooms, if anything."""
    record, finder = context.record, context.kind.facts
    if finder is None:
        return context
    terms = await (terms_of or TermsOf(await raw_connection(session)))(record, now)
    occasion = Occasion(
        record.id, record.station_id, record.carrier, record.direction, record.waybill,
        terms.parameters, now, event,
    )  # fmt: skip
    return replace(context, facts=await finder(session, actor, occasion))


def details_json(details: Details) -> str:
    """Details as they are stored: what is not known is not written."""
    return details.model_dump_json(exclude_none=True)

"""From what the ledger moved to a statement's lines. Pure.

Every movement of the account is in exactly one line; `compose` refuses where the lines and the
balances do not meet.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import msgspec

from stationdesk.closing.months import next_month
from stationdesk.closing.statements.contents import (
    FORMAT,
    Content,
    Fee,
    FineRef,
    FirmRef,
    Item,
    Line,
    Movement,
    PartyRef,
    Share,
    Total,
    Why,
)
from stationdesk.closing.statements.errors import StatementsDisagree
from stationdesk.closing.statements.repository.gathering import FineFacts, MovementRow, Reversed
from stationdesk.foundation.money import Fen, format_yuan

CHARGED_STEPS: Final = ("intake",)
BORNE_STEPS: Final = ("attribution", "close")
"""The wage cap's overflow, posted at the close, lessens what the agent bears."""
_read_shares: Final = msgspec.json.Decoder(list[dict[str, Any]]).decode


@dataclass(frozen=True, slots=True)
class Month:
    """What all statements of a month share. `after`: the last month closed before it."""

    firm: FirmRef
    period: date
    after: date | None
    issued_at: datetime


@dataclass(slots=True)
class Account:
    """A party with what its account says; balances in the party's favour positive.

    `undecided`, `frozen`: (fine, amount). `undecided_fen` is the balance of the account of what is
    undecided. `numbers`: what was issued for the account before.
    """

    party: PartyRef
    name: str
    opening_fen: Fen = 0
    closing_fen: Fen = 0
    undecided_fen: Fen = 0
    paid_since_fen: Fen = 0
    movements: list[MovementRow] = field(default_factory=list)
    undecided: list[tuple[UUID, Fen]] = field(default_factory=list)
    frozen: list[tuple[UUID, Fen]] = field(default_factory=list)
    numbers: list[tuple[date, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Known:
    """What lines refer to: fines, the months in which they were taken in; by transaction what it
    takes back, its tax, the parts of a fee."""

    fines: Mapping[UUID, FineFacts]
    reversals: Mapping[UUID, Reversed]
    taken_in: Mapping[UUID, date]
    taxes_fen: Mapping[UUID, Fen]
    fees: Mapping[UUID, list[Fee]]


def compose(month: Month, account: Account, number: str, known: Known) -> Content:
    """A party's statement. Raises StatementsDisagree where its lines miss the ledger's balance."""
    groups = sorted(_grouped(account.movements).items(), key=lambda group: _order(group, known))
    lines = [_line(no, key, rows, account, known) for no, (key, rows) in enumerate(groups, start=1)]
    moved = sum(line.amount_fen for line in lines)
    if account.opening_fen + moved != account.closing_fen:
        raise StatementsDisagree(
            f"{account.name} opens with ¥{format_yuan(account.opening_fen)}, moves by "
            f"¥{format_yuan(moved)} and closes with ¥{format_yuan(account.closing_fen)}: nothing "
            "was issued. Run `stationdesk ledger verify`.",
            account=account.name,
            difference_fen=account.closing_fen - account.opening_fen - moved,
            zh=f"{account.name} 的明细合计与账本余额不符，未出对账单；"
            "请运行 stationdesk ledger verify。",
        )
    frozen = [Item(amount, _fine(known, fine_id)) for fine_id, amount in account.frozen]
    frozen_fen = sum(item.amount_fen for item in frozen)
    return Content(
        format=FORMAT,
        number=number,
        period=f"{month.period:%Y-%m}",
        firm=month.firm,
        party=account.party,
        account=account.name,
        from_period=f"{_first_month(month):%Y-%m}",
        issued_at=month.issued_at,
        opening_fen=account.opening_fen,
        closing_fen=account.closing_fen,
        undecided_fen=account.undecided_fen,
        frozen_fen=frozen_fen,
        paid_since_fen=account.paid_since_fen,
        payable_fen=account.closing_fen
        - account.undecided_fen
        - frozen_fen
        - account.paid_since_fen,
        vat_fen=sum(line.vat_fen for line in lines),
        totals=_totals(account.movements, known),
        lines=lines,
        undecided=_undecided(account, known),
        frozen=frozen,
    )


def _first_month(month: Month) -> date:
    """Months that nobody closed by themselves are in the next statement."""
    return month.period if month.after is None else next_month(month.after)


def _grouped(rows: Iterable[MovementRow]) -> dict[UUID, list[MovementRow]]:
    """By fine; a transaction about no fine, or about several, stands by itself."""
    fines: dict[UUID, list[UUID]] = {}
    first: dict[UUID, MovementRow] = {}
    for row in rows:
        first.setdefault(row.transaction_id, row)
        if row.fine_id is not None:
            fines.setdefault(row.transaction_id, []).append(row.fine_id)
    groups: dict[UUID, list[MovementRow]] = {}
    for transaction_id, row in first.items():
        of = fines.get(transaction_id, [])
        groups.setdefault(of[0] if len(of) == 1 else transaction_id, []).append(row)
    return groups


def _order(
    group: tuple[UUID, list[MovementRow]], known: Known
) -> tuple[bool, datetime, str, str, UUID]:
    """Fines as the carrier's bill has them, then what else moved, as it was posted."""
    key, rows = group
    fine = known.fines.get(key)
    if fine is None:
        return (True, rows[0].posted_at, "", "", key)
    return (False, fine.occurred_at, fine.bill_no, fine.line_no, key)


def _line(no: int, key: UUID, rows: list[MovementRow], account: Account, known: Known) -> Line:
    fine = known.fines.get(key)
    amount = charged = borne = 0
    for row in rows:
        amount -= row.amount_fen
        if fine is not None:
            step = _step(row, known)
            charged -= row.amount_fen if step in CHARGED_STEPS else 0
            borne += row.amount_fen if step in BORNE_STEPS else 0
    return Line(
        no=no,
        kind=_kind(rows[0], known),
        at=rows[0].occurred_at if fine is None else fine.occurred_at,
        reference=rows[0].reference,
        amount_fen=amount,
        movements=[
            Movement(row.transaction_id, row.kind, -row.amount_fen, row.posted_at, row.reverses)
            for row in rows
        ],
        fine=None if fine is None else _reference(fine),
        why=None if fine is None else _why(fine),
        charged_fen=charged,
        borne_fen=borne,
        other_fen=amount - charged + borne,
        vat_fen=sum(known.taxes_fen.get(row.transaction_id, 0) for row in rows),
        fees=[fee for row in rows for fee in known.fees.get(row.transaction_id, ())],
        corrects=_corrected(rows, account.numbers, known),
        continues=_continued(key, rows, account.numbers, known),
    )


def _step(row: MovementRow, known: Known) -> str | None:
    taken_back = known.reversals.get(row.transaction_id)
    return row.step if taken_back is None else taken_back.step


def _kind(row: MovementRow, known: Known) -> str:
    """What it is, or what it takes back."""
    taken_back = known.reversals.get(row.transaction_id)
    return row.kind if taken_back is None else taken_back.kind


def _statement_of(period: date, numbers: Sequence[tuple[date, str]]) -> str | None:
    """The first statement that covers the month: months may be closed together."""
    return next((number for until, number in numbers if until >= period), None)


def _corrected(
    rows: list[MovementRow], numbers: Sequence[tuple[date, str]], known: Known
) -> str | None:
    """The newest statement of which something is taken back."""
    taken_back = [known.reversals.get(row.transaction_id) for row in rows] if numbers else []
    found = [_statement_of(each.period, numbers) for each in taken_back if each is not None]
    return max((number for number in found if number is not None), default=None)


def _continued(
    key: UUID, rows: list[MovementRow], numbers: Sequence[tuple[date, str]], known: Known
) -> str | None:
    if any(row.step in CHARGED_STEPS for row in rows) or key not in known.taken_in:
        return None
    return _statement_of(known.taken_in[key], numbers)


def _fine(known: Known, fine_id: UUID) -> FineRef | None:
    found = known.fines.get(fine_id)
    return None if found is None else _reference(found)


def _reference(fine: FineFacts) -> FineRef:
    return FineRef(
        id=fine.id,
        station=fine.station_code,
        bill_no=fine.bill_no,
        line_no=fine.line_no,
        waybill=fine.waybill,
        code=fine.code,
        name=fine.name,
        amount_fen=fine.amount_fen,
        occurred_at=fine.occurred_at,
    )


def _why(fine: FineFacts) -> Why | None:
    if fine.cause is None or fine.decided_at is None:
        return None
    return Why(
        cause=fine.cause,
        rule=fine.rule,
        rule_version=fine.rule_version,
        # Without the accounts: an agent's is his e-mail.
        shares=[
            Share(each["party"], each["amount_fen"], each["name"])
            for each in _read_shares(fine.shares or "[]")
        ],
        decided_by=fine.decided_by or "",
        decided_at=fine.decided_at,
        ended_at=fine.ended_at,
        case=fine.case_number,
        reason_zh=fine.reason_zh,
        reason_en=fine.reason_en,
    )


def _undecided(account: Account, known: Known) -> list[Item]:
    """Fine by fine; what no fine explains is one item more, so that the sum is the account's."""
    items = [Item(amount, _fine(known, fine_id)) for fine_id, amount in account.undecided]
    rest = account.undecided_fen - sum(item.amount_fen for item in items)
    return [*items, Item(rest)] if rest else items


def _totals(rows: Iterable[MovementRow], known: Known) -> list[Total]:
    found: dict[str, tuple[int, Fen]] = {}
    for row in {row.transaction_id: row for row in rows}.values():
        kind = _kind(row, known)
        count, amount = found.get(kind, (0, 0))
        found[kind] = (count + 1, amount - row.amount_fen)
    return [Total(kind, count, amount) for kind, (count, amount) in found.items()]

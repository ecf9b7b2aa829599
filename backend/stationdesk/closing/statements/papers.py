"""A statement as a document that a business sends: PDF on ledger-ruled paper, and XLSX. Pure.

The same content gives the same bytes with the same typst and fonts; what was made once is kept
all the same (`paper_jobs`), since a later typst may set it differently.
"""

import io
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import xlsxwriter

from stationdesk.closing.statements.contents import Content, FineRef, Line
from stationdesk.closing.statements.paper_words import PLACES, words
from stationdesk.closing.statements.words import CAUSES_EN, PARTIES, kind_name
from stationdesk.foundation.money import Fen, format_yuan
from stationdesk.integrations.documents.typst import render
from stationdesk.penalties.causes.words import CAUSE_ZH, Cause

TEMPLATE: Final = Path(__file__).parent / "templates" / "statement.typ"
XLSX_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STAMP_NAME_MAX: Final = 4
"""Characters of the firm's name that fit into the round stamp."""
_PLACES_MIN: Final = 10


class Seal:
    """What a statement is sealed by: its own hash, the month's root, the ledger's chain."""

    def __init__(self, content_hash: bytes, root: bytes, ledger_chain: bytes) -> None:
        self.content_hash = content_hash.hex()
        self.root = root.hex()
        self.chain = ledger_chain.hex()


def pdf(content: Content, seal: Seal, locale: str, fonts_dir: Path | None) -> bytes:
    """The statement as PDF; blocking, to be called in a thread. Raises FontsMissing."""
    template = TEMPLATE.read_text(encoding="utf-8")
    return render(template, facts(content, seal, locale), fonts_dir=fonts_dir)


def facts(content: Content, seal: Seal, locale: str) -> dict[str, Any]:
    """What the template needs, in words."""
    said = words(locale)
    zone = ZoneInfo(content.party.timezone)
    issued = content.issued_at.astimezone(zone)
    summary = _summary(content, locale)
    return {
        "lang": locale,
        "words": said,
        "number": content.number,
        "firm": content.firm.name,
        "firm-short": content.firm.name[:STAMP_NAME_MAX],
        "party": content.party.name,
        "party-code": content.party.code,
        "period": _period(content),
        "issued": [issued.year, issued.month, issued.day],
        "issued-at": f"{issued:%Y-%m-%d %H:%M}",
        "issued-day": f"{issued:%Y.%m.%d}",
        "hash": seal.content_hash,
        "root": seal.root,
        "chain": seal.chain,
        "places": _places(max(len(row["sum"]) for row in summary), locale),
        "summary": summary,
        "note": said["sum_note"],
        "opening-fen": content.opening_fen,
        "lines-note": f"{len(content.lines)}",
        "columns": _columns(content, locale),
        "widths": [0, 0, 1, *([0] * (len(_columns(content, locale)) - 3))],
        "lines": list(_lines(content, locale, zone)),
        "undecided": [_item(each, said, zone) for each in content.undecided],
        "frozen": [_item(each, said, zone) for each in content.frozen],
    }


def xlsx(content: Content, seal: Seal, locale: str) -> bytes:
    """The same lines as a workbook: a summary with the hash, and the lines with amounts in yuan
    as numbers. Times and figures alone decide its bytes."""
    said = words(locale)
    zone = ZoneInfo(content.party.timezone)
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"created": content.issued_at.replace(tzinfo=None)})
        money, bold = book.add_format({"num_format": "#,##0.00"}), book.add_format({"bold": True})
        front = book.add_worksheet(said["title"])
        front.set_column(0, 0, 26)
        front.set_column(1, 1, 70)
        for at, (name, value) in enumerate(_front(content, seal, locale, zone)):
            front.write_string(at, 0, name, bold)
            if isinstance(value, Decimal):
                front.write_number(at, 1, value, money)
            else:
                front.write_string(at, 1, value)
        sheet = book.add_worksheet(said["lines"])
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, 0, 6)
        sheet.set_column(1, 15, 16)
        sheet.write_row(0, 0, _sheet_columns(said), bold)
        for at, line in enumerate(content.lines, start=1):
            for column, value in enumerate(_sheet_row(line, locale, zone)):
                if isinstance(value, Decimal):
                    sheet.write_number(at, column, value, money)
                else:
                    sheet.write_string(at, column, value)
    return written.getvalue()


def _period(content: Content) -> str:
    if content.from_period == content.period:
        return content.period
    return f"{content.from_period} – {content.period}"


def _summary(content: Content, locale: str) -> list[dict[str, Any]]:
    said = words(locale)
    rows = [_sum_row(said["opening"], content.opening_fen)]
    rows += [
        _sum_row(kind_name(each.kind, locale), each.amount_fen, str(each.count))
        for each in content.totals
    ]
    if content.vat_fen:
        rows.append(_sum_row(said["vat"], content.vat_fen))
    rows.append(_sum_row(said["closing"], content.closing_fen, strong=True))
    if content.undecided_fen:
        rows.append(
            _sum_row(said["undecided"], -content.undecided_fen, str(len(content.undecided)))
        )
    if content.frozen_fen:
        rows.append(_sum_row(said["frozen"], -content.frozen_fen, str(len(content.frozen))))
    if content.paid_since_fen:
        rows.append(_sum_row(said["paid_since"], -content.paid_since_fen))
    rows.append(_sum_row(_payable_name(content, said), content.payable_fen, strong=True))
    return rows


def _payable_name(content: Content, said: dict[str, Any]) -> str:
    if content.party.kind == "agent":
        return str(said["payable_agent"])
    return str(said["owed_station" if content.payable_fen < 0 else "payable_station"])


def _sum_row(name: str, fen: Fen, count: str = "", *, strong: bool = False) -> dict[str, Any]:
    """Digits alone: the ruling says where the point is."""
    figures = f"{abs(fen):03d}"
    return {"name": name, "count": count, "strong": strong,
            "sum": f"−{figures}" if fen < 0 else figures}  # fmt: skip


def _places(longest: int, locale: str) -> list[str]:
    count = max(_PLACES_MIN, longest)
    names = [*PLACES[: count - 1], *([""] * max(0, count - 1 - len(PLACES))), ""]
    return list(reversed(names)) if locale == "zh" else [""] * count


def _columns(content: Content, locale: str) -> list[str]:
    said = words(locale)
    names = ["no", "day", "what", *_figures(content), "amount"]
    return [said[name] for name in names]


def _figures(content: Content) -> list[str]:
    """Columns of figures beside the amount; one that is zero throughout is left out."""
    return [
        name
        for name in ("charged", "borne", "other")
        if any(getattr(line, f"{name}_fen") for line in content.lines)
    ]


def _lines(content: Content, locale: str, zone: ZoneInfo) -> Iterable[dict[str, Any]]:
    running, figures = content.opening_fen, _figures(content)
    for line in content.lines:
        running += line.amount_fen
        yield {
            "no": str(line.no),
            "day": f"{line.at.astimezone(zone):%m-%d}",
            "what": _what(line, locale),
            "under": _under(line),
            "why": " · ".join(_why(line, locale)),
            "sums": [_figure(getattr(line, f"{name}_fen")) for name in figures],
            "sum": _yuan(line.amount_fen),
            "running": running,
        }


def _what(line: Line, locale: str) -> str:
    if line.fine is None:
        return kind_name(line.kind, locale)
    return line.fine.name or line.fine.code


def _under(line: Line) -> str:
    if line.fine is None:
        return line.reference
    return _bill_line(line.fine)


def _bill_line(fine: FineRef) -> str:
    return " ".join(each for each in (fine.waybill, fine.bill_no, fine.line_no) if each)


def _why(line: Line, locale: str) -> list[str]:
    """Cause, rule, shares, who decided; what it corrects."""
    said, parts = words(locale), []
    if line.why is not None:
        why = line.why
        parts = [cause_name(why.cause, locale)]
        reason = why.reason_zh if locale == "zh" else why.reason_en
        parts += [reason] if reason else []
        parts.append(f"{why.rule} v{why.rule_version}" if why.rule_version else said["default"])
        shares = [
            f"{PARTIES.get(each.party, (each.party, each.party))[0 if locale == 'zh' else 1]} "
            f"{_yuan(each.amount_fen)}"
            for each in why.shares
            if each.amount_fen
        ]
        parts += ["、".join(shares) if locale == "zh" else ", ".join(shares)] if shares else []
        parts.append(f"{said['decided']} {why.decided_by}")
        parts += [f"{said['case']} {why.case}"] if why.case else []
        parts += [said["ended"]] if why.ended_at is not None else []
    if line.vat_fen:
        parts.append(f"{said['vat_in']} {_yuan(line.vat_fen)}")
    for name in ("corrects", "continues"):
        number = getattr(line, name)
        parts += [f"{said[name]} {number}"] if number else []
    return parts


def cause_name(cause: str, locale: str) -> str:
    """The cause in words, or as it is written."""
    if locale != "zh":
        return CAUSES_EN.get(cause, cause)
    return CAUSE_ZH[Cause(cause)] if cause in set(Cause) else cause


def _item(item: Any, said: dict[str, Any], zone: ZoneInfo) -> dict[str, str]:
    fine: FineRef | None = item.fine
    if fine is None:
        return {"day": "", "what": said["unknown"], "under": "", "sum": _yuan(item.amount_fen)}
    return {
        "day": f"{fine.occurred_at.astimezone(zone):%m-%d}",
        "what": fine.name or fine.code,
        "under": _bill_line(fine),
        "sum": _yuan(item.amount_fen),
    }


def _yuan(fen: Fen) -> str:
    return format_yuan(fen).replace("-", "−")


def _figure(fen: Fen) -> str:
    return _yuan(fen) if fen else ""


def _front(
    content: Content, seal: Seal, locale: str, zone: ZoneInfo
) -> list[tuple[str, str | Decimal]]:
    said = words(locale)
    rows: list[tuple[str, str | Decimal]] = [
        (said["number"], content.number),
        (content.firm.name, f"{content.party.name} {content.party.code}"),
        (said["title"], _period(content)),
        (said["issued"], _moment(content.issued_at, zone)),
        (said["opening"], _number(content.opening_fen)),
    ]
    rows += [(kind_name(each.kind, locale), _number(each.amount_fen)) for each in content.totals]
    return [
        *rows,
        (said["vat"], _number(content.vat_fen)),
        (said["closing"], _number(content.closing_fen)),
        (said["undecided"], _number(-content.undecided_fen)),
        (said["frozen"], _number(-content.frozen_fen)),
        (said["paid_since"], _number(-content.paid_since_fen)),
        (_payable_name(content, said), _number(content.payable_fen)),
        (said["hash"], seal.content_hash),
        (said["root"], seal.root),
        (said["chain"], seal.chain),
    ]


def _sheet_columns(said: dict[str, Any]) -> list[str]:
    return [
        said["no"], said["day"], said["what"], said["number"], said["case"], said["rule"],
        said["decided"], said["charged"], said["borne"], said["other"], said["amount"],
        said["vat"], said["corrects"], said["continues"],
    ]  # fmt: skip


def _sheet_row(line: Line, locale: str, zone: ZoneInfo) -> list[str | Decimal]:
    why = line.why
    return [
        str(line.no), _moment(line.at, zone), _what(line, locale), _under(line),
        why.case if why else "", " · ".join(_why(line, locale)), why.decided_by if why else "",
        _number(line.charged_fen), _number(line.borne_fen), _number(line.other_fen),
        _number(line.amount_fen), _number(line.vat_fen), line.corrects or "", line.continues or "",
    ]  # fmt: skip


def _number(fen: Fen) -> Decimal:
    return Decimal(fen) / 100


def _moment(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"

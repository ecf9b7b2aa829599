"""`gaps`, `sweep`."""

import argparse
from functools import partial
from typing import Any

import msgspec

from stationdesk.case_kinds import discover
from stationdesk.cli.runtime import Command, local, moment, run
from stationdesk.parcels import service as parcels
from stationdesk.parcels.sweep import sweep as sweep_firm
from stationdesk.stations import service as stations
from stationdesk.stations.models import Direction


def register(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the sub-commands."""
    gaps = commands.add_parser(
        "gaps", parents=[common], help="parcels that reached one stage and not the next"
    )
    gaps.add_argument("--firm", required=True, metavar="SLUG")
    gaps.add_argument("--station", metavar="CODE")
    gaps.add_argument("--direction", choices=[direction.value for direction in Direction])
    gaps.add_argument("--as-of", required=True, metavar="ISO8601")
    gaps.set_defaults(run=partial(run, list_gaps))
    sweep = commands.add_parser(
        "sweep", parents=[common], help="open cases for overdue gaps, close what resolved itself"
    )
    sweep.add_argument("--firm", required=True, metavar="SLUG")
    sweep.add_argument("--as-of", required=True, metavar="ISO8601")
    sweep.set_defaults(run=partial(run, sweep_gaps))


async def list_gaps(command: Command) -> None:
    """`gaps --firm SLUG [--station CODE] [--direction D] --as-of ISO8601`"""
    given = command.arguments
    as_of = moment(given.as_of)
    async with command.in_firm() as (session, _):
        station = await stations.station_by_code(session, given.station) if given.station else None
        found = await parcels.all_gaps(
            session,
            as_of,
            station_ids=[station.id] if station else None,
            direction=Direction(given.direction) if given.direction else None,
        )
    zone = (await command.firm()).timezone
    lines = [
        f"{gap.waybill:<20} {gap.station:<8} {gap.direction:<8} {gap.gap:<24} "
        f"since {local(gap.since, zone)}  due {local(gap.due_at, zone)}  {gap.courier or '—'}"
        for gap in found
    ]
    command.show(msgspec.to_builtins(found), "\n".join(lines) or "no gaps")


async def sweep_gaps(command: Command) -> None:
    """`sweep --firm SLUG --as-of ISO8601`"""
    discover()
    as_of = moment(command.arguments.as_of)
    async with command.in_firm() as (session, actor):
        result = await sweep_firm(session, actor, as_of)
    command.show(msgspec.to_builtins(result))

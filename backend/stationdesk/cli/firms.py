"""`firm`, `station`, `member`, `assign`, `token`: setting a firm up by hand."""

import argparse
from functools import partial
from typing import Any

from stationdesk.accounts import service as accounts
from stationdesk.cli.runtime import Command, read_password, run
from stationdesk.stations import service as stations
from stationdesk.tenancy.actor import MEMBER_ROLES


def register(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the sub-commands."""
    firm = commands.add_parser("firm", help="firms").add_subparsers(metavar="ACTION", required=True)
    create = firm.add_parser("create", parents=[common], help="a new firm")
    create.add_argument("slug", metavar="SLUG")
    create.add_argument("--name", required=True)
    create.set_defaults(run=partial(run, create_firm))

    station = commands.add_parser("station", help="stations").add_subparsers(
        metavar="ACTION", required=True
    )
    add = station.add_parser("add", parents=[common], help="a new station")
    add.add_argument("--firm", required=True, metavar="SLUG")
    add.add_argument("--code", required=True)
    add.add_argument("--carrier", required=True, help="zto, yto, sto, yunda, jt, sf …")
    add.add_argument("--name", required=True)
    add.add_argument("--alias", action="append", nargs="+", default=[], metavar="TEXT")
    add.add_argument("--timezone", default="Asia/Shanghai")
    add.set_defaults(run=partial(run, add_station))

    member = commands.add_parser("member", help="people").add_subparsers(
        metavar="ACTION", required=True
    )
    add = member.add_parser("add", parents=[common], help="a person with a role")
    add.add_argument("--firm", required=True, metavar="SLUG")
    add.add_argument("--email", required=True)
    add.add_argument("--role", required=True, help=", ".join(MEMBER_ROLES))
    add.add_argument("--name", default="")
    add.add_argument("--password-stdin", action="store_true", required=True)
    add.add_argument("--station", action="append", nargs="+", default=[], metavar="CODE")
    add.set_defaults(run=partial(run, add_member))

    assign = commands.add_parser("assign", parents=[common], help="let an agent serve a station")
    assign.add_argument("--firm", required=True, metavar="SLUG")
    assign.add_argument("--agent", required=True, metavar="EMAIL")
    assign.add_argument("--station", required=True, metavar="CODE")
    assign.add_argument("--direction", required=True, choices=stations.DIRECTIONS)
    assign.add_argument("--backup", action="store_true", help="as backup instead of primary")
    assign.set_defaults(run=partial(run, assign_agent))

    token = commands.add_parser("token", help="API tokens").add_subparsers(
        metavar="ACTION", required=True
    )
    create = token.add_parser("create", parents=[common], help="a token, shown once")
    create.add_argument("--firm", required=True, metavar="SLUG")
    create.add_argument("--role", required=True)
    create.add_argument("--email", help="a person's token; otherwise a service's")
    create.add_argument("--station", action="append", nargs="+", default=[], metavar="CODE")
    create.set_defaults(run=partial(run, create_token))


async def create_firm(command: Command) -> None:
    """`firm create SLUG --name NAME`"""
    async with command.database.session() as session:
        firm = await accounts.create_firm(session, command.arguments.slug, command.arguments.name)
    command.show({"id": firm.id, "slug": firm.slug, "name": firm.name, "timezone": firm.timezone})


async def add_station(command: Command) -> None:
    """`station add …`, with the address and salt for carrier pushes."""
    given = command.arguments
    async with command.in_firm() as (session, actor):
        station = await stations.add_station(
            session,
            actor,
            code=given.code,
            carrier=given.carrier,
            name=given.name,
            aliases=_flat(given.alias),
            timezone=given.timezone,
            now=command.now,
        )
    command.show(
        {
            "id": station.id,
            "code": station.code,
            "carrier": station.carrier,
            "name": station.name,
            "aliases": _flat(given.alias),
            "push_url": stations.push_url(command.settings.public_url, station),
            "push_salt": station.push_salt,
        }
    )


async def add_member(command: Command) -> None:
    """`member add …`; the password is one line on standard input."""
    given = command.arguments
    password = read_password()
    async with command.in_firm() as (session, actor):
        member = await stations.add_member(
            session,
            actor,
            email=given.email,
            name=given.name,
            role=given.role,
            password=password,
            station_codes=_flat(given.station),
            now=command.now,
        )
    command.show(
        {
            "id": member.id,
            "email": member.email,
            "name": member.name,
            "role": member.role,
            "stations": _flat(given.station),
        }
    )


async def assign_agent(command: Command) -> None:
    """`assign …`: from now, open-ended."""
    given = command.arguments
    async with command.in_firm() as (session, actor):
        member = await accounts.member_by_email(session, given.agent)
        station = await stations.station_by_code(session, given.station)
        assignment = await stations.assign(
            session,
            actor,
            member=member,
            station=station,
            direction=given.direction,
            is_primary=not given.backup,
            now=command.now,
        )
    command.show(
        {
            "id": assignment.id,
            "agent": member.email,
            "station": station.code,
            "direction": assignment.direction,
            "is_primary": assignment.is_primary,
            "valid_from": assignment.valid_from,
        }
    )


async def create_token(command: Command) -> None:
    """`token create …`"""
    given = command.arguments
    async with command.in_firm() as (session, actor):
        found = await stations.stations_by_code(session, _flat(given.station))
        token = await accounts.create_api_token(
            session,
            actor,
            role=given.role,
            email=given.email,
            station_ids=[station.id for station in found],
            now=command.now,
        )
    command.show({"token": token}, token)


def _flat(groups: list[list[str]]) -> list[str]:
    """`--station A B --station C` and `--station A --station B` mean the same."""
    return [value for group in groups for value in group]

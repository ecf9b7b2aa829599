"""From roles to people and channels."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from stationdesk.clocks.calendars import Window
from stationdesk.notices.book import Book, ChannelRef, Person, Telling, Text, address
from stationdesk.notices.quiet import NoticeTerms

NOW = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)
STATION, OTHER = uuid4(), uuid4()
CHEN, LI, BOSS, HEAD, OWNER = (uuid4() for _ in range(5))
BOOK = Book(
    people={
        CHEN: Person(CHEN, "陈小雨", "agent"),
        LI: Person(LI, "李娜", "agent"),
        BOSS: Person(BOSS, "卢薇", "supervisor"),
        HEAD: Person(HEAD, "方志远", "manager"),
        OWNER: Person(OWNER, "金老板", "station_owner"),
    },
    serving={STATION: (LI,)},
    owners={STATION: (OWNER,)},
)
NO_WINDOWS = NoticeTerms({})
NIGHT = NoticeTerms({"courier": (Window(7 * 60, 21 * 60),)}, frozenset({"driver_help"}))


def telling(*roles: str, **changes: object) -> Telling:
    given: dict[str, object] = {
        "topic": "rung", "key": "k", "roles": roles, "subject": Text("主题", "subject"),
        "text": Text("文", "text"), "case_id": uuid4(), "case_kind": "work_order",
        "station_id": STATION, "station_name": "西兴", "courier_name": "黄志勇",
    } | changes  # fmt: skip
    return Telling(**given)  # type: ignore[arg-type]


def told(found: object) -> list[tuple[str, str, str]]:
    return [(each.role, each.to_name, each.channel) for each in found]  # type: ignore[attr-defined]


def channel(kind: str, *audience: str, station: UUID | None = None) -> ChannelRef:
    return ChannelRef(uuid4(), kind, "群", audience, station)


def test_the_agent_is_who_claimed_it_else_who_serves_the_station_else_a_supervisor() -> None:
    mine = address(telling("agent", agent_member_id=CHEN), BOOK, NO_WINDOWS, NOW)
    assert told(mine) == [("agent", "陈小雨", "in_app")]
    assert told(address(telling("agent"), BOOK, NO_WINDOWS, NOW)) == [("agent", "李娜", "in_app")]
    elsewhere = telling("agent", station_id=OTHER)
    assert told(address(elsewhere, BOOK, NO_WINDOWS, NOW)) == [("agent", "卢薇", "in_app")]


def test_outside_goes_to_the_stations_own_channels_else_is_made_to_be_pasted() -> None:
    assert told(address(telling("courier"), BOOK, NO_WINDOWS, NOW)) == [
        ("courier", "黄志勇", "paste")
    ]
    group = channel("dingtalk", "courier", station=STATION)
    strange = channel("wecom", "courier", station=OTHER)
    book = Book(BOOK.people, channels=(group, strange))
    found = address(telling("courier"), book, NO_WINDOWS, NOW)
    assert [(each.channel, each.channel_id) for each in found] == [("dingtalk", group.id)]
    station = address(telling("station"), BOOK, NO_WINDOWS, NOW)
    assert told(station) == [("station", "西兴", "paste"), ("station", "金老板", "in_app")]
    assert address(telling("courier", courier_name=""), BOOK, NO_WINDOWS, NOW) == []


def test_managers_hear_of_it_in_the_app_and_through_what_the_firm_entered_for_them() -> None:
    mail = channel("email", "manager")
    book = Book(BOOK.people, channels=(mail,))
    found = address(telling("supervisor", "manager"), book, NO_WINDOWS, NOW)
    assert told(found) == [
        ("supervisor", "卢薇", "in_app"), ("manager", "方志远", "in_app"),
        ("manager", "manager", "email"),
    ]  # fmt: skip
    assert len({each.dedupe_key for each in found}) == 3


def test_nobody_is_woken_and_the_agent_learns_that_it_will_be_too_late() -> None:
    due_at = NOW + timedelta(minutes=15)
    found = address(telling("courier", due_at=due_at, agent_member_id=CHEN), BOOK, NIGHT, NOW)
    held, agent = found
    assert held.hold_until == datetime(2026, 11, 20, 23, 0, tzinfo=UTC)
    assert (agent.to_name, agent.hold_until, agent.telling.topic) == (
        "陈小雨", None, "told_too_late",
    )  # fmt: skip
    assert "黄志勇" in agent.telling.subject.zh
    in_time = telling("courier", due_at=NOW + timedelta(hours=12))
    assert [each.role for each in address(in_time, BOOK, NIGHT, NOW)] == ["courier"]
    urgent = telling("courier", due_at=due_at, case_kind="driver_help")
    assert [each.hold_until for each in address(urgent, BOOK, NIGHT, NOW)] == [None]

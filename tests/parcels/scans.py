"""Scans for the tests of the fold: short to write, and random ones for Hypothesis."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import strategies as st

from stationdesk.parcels.milestones import Milestone
from stationdesk.parcels.scan import Scan

S1, S2 = UUID(int=1), UUID(int=2)
STATIONS = {"S1": S1, "S2": S2}
DAY = datetime(2026, 11, 20, tzinfo=UTC)


def at(clock: str, day: int = 0) -> datetime:
    """A moment of the test day: `at("08:30")`, seconds optional."""
    parts = [int(part) for part in clock.split(":")] + [0]
    return DAY + timedelta(days=day, hours=parts[0], minutes=parts[1], seconds=parts[2])


def scan(
    milestone: str,
    clock: str,
    site: str = "S1",
    next_site: str = "",
    *,
    day: int = 0,
    courier: str = "",
) -> Scan:
    """A scan with sites by name: S1 and S2 are ours, every other name is somebody else's."""
    return Scan(
        milestone=Milestone(milestone),
        scanned_at=at(clock, day),
        station_id=STATIONS.get(site),
        next_station_id=STATIONS.get(next_site),
        site=site,
        next_site=next_site,
        courier=courier,
    )


def random_scans(max_size: int = 9) -> st.SearchStrategy[list[Scan]]:
    """Histories dense in ties and in the odd cases: few minutes, few sites, every milestone."""
    places = st.sampled_from(["S1", "S1", "S1", "S2", "HUB1", "HUB2", ""])
    return st.lists(
        st.builds(
            scan,
            st.sampled_from([str(milestone) for milestone in Milestone]),
            st.integers(0, 40).map(lambda n: f"{6 + n // 4:02d}:{n % 4 * 15:02d}"),
            places,
            places,
            courier=st.sampled_from(["", "K1", "K2"]),
        ),
        min_size=1,
        max_size=max_size,
    )

"""A believable file of scans for measuring: inbound parcels of six stations over three days, in
order of time, with retries, missing stages, and one row in a hundred that is refused."""

import random
from datetime import datetime, timedelta
from pathlib import Path

HEADER = "waybill,scan,scanned_at,site,next_site,courier,weight_g,note"
STATIONS = tuple(f"S{n}" for n in range(1, 7))
_HUBS = tuple(f"转运中心{n}" for n in range(1, 9))
_REFUSED = ("未知扫描", "到件")


def write_scans(path: Path, rows: int, seed: int = 7) -> None:
    """Write `rows` scans; one in a hundred has a word or a site that nobody knows."""
    chance = random.Random(seed)
    written: list[tuple[str, str]] = []
    parcel = 0
    while len(written) < rows:
        waybill = f"7319{seed % 90:02d}{parcel:08d}"
        parcel += 1
        written += _story(chance, waybill)
    chosen = sorted(written[:rows])
    with path.open("w", encoding="utf-8") as file:
        file.write(HEADER + "\n")
        file.writelines(line for _, line in chosen)


def _story(chance: random.Random, waybill: str) -> list[tuple[str, str]]:
    moment = datetime(2026, 11, 18) + timedelta(seconds=chance.randrange(86400))
    station = chance.choice(STATIONS)
    first, second = chance.sample(_HUBS, 2)
    courier = f"{station}-K{chance.randrange(40):02d}"
    scans = [("发件", first, second, ""), ("到件", second, "", ""), ("发件", second, station, "")]
    if chance.random() < 0.999:
        scans.append(("到件", station, "", ""))
    if chance.random() < 0.995:
        scans.append(("派件", station, "", courier))
        if chance.random() < 0.05:
            scans += [("派件失败", station, "", courier), ("派件", station, "", courier)]
        if chance.random() < 0.98:
            scans.append(("签收", station, "", courier))
    if chance.random() < 0.06:
        scans.append((chance.choice(_REFUSED), "不明网点", "", ""))
        if scans[-1][0] == "到件":
            scans[-1] = ("飞走", station, "", "")
    lines = []
    for scan, site, next_site, courier_of in scans:
        moment += timedelta(seconds=chance.randrange(60, 7200))
        weight = "1200" if scan == "到件" else ""
        at = f"{moment:%Y-%m-%d %H:%M:%S}"
        lines.append((at, f"{waybill},{scan},{at},{site},{next_site},{courier_of},{weight},\n"))
    return lines

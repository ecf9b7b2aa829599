"""The header row: every column is there, once, under its own name."""

from collections.abc import Sequence
from difflib import get_close_matches

from stationdesk.imports.errors import FileEmpty, HeaderWrong


def positions(cells: Sequence[str], wanted: Sequence[str], file_name: str) -> dict[str, int]:
    """Where each wanted column stands. Names are compared without case and white space.

    Columns that nobody asked for are let pass. Raises FileEmpty, HeaderWrong.
    """
    names = [cell.strip().lstrip("\ufeff").lower() for cell in cells]
    if not any(names):
        raise FileEmpty(f"{file_name} has no header; its first row must be {','.join(wanted)}")
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        places = [str(place + 1) for place, name in enumerate(names) if name == twice[0]]
        raise HeaderWrong(
            f"{file_name}, row 1: the column {twice[0]!r} stands there twice (columns "
            f"{' and '.join(places)}); delete or rename one of them.",
            row=1,
            column=twice[0],
            zh=f"{file_name} 表头里“{twice[0]}”有两列（第 {'、'.join(places)} 列），"
            "请删掉或改名一列。",
        )
    missing = [name for name in wanted if name not in names]
    if missing:
        raise HeaderWrong(
            _missing_text(missing, names, wanted, file_name),
            row=1,
            column=missing[0],
            zh=f"{file_name} 表头缺少“{'、'.join(missing)}”，请改列名；"
            f"表头应为 {','.join(wanted)}。",
        )
    return {name: names.index(name) for name in wanted}


def _missing_text(
    missing: Sequence[str], names: Sequence[str], wanted: Sequence[str], file_name: str
) -> str:
    strangers = [name for name in names if name and name not in wanted]
    hints = []
    for name in missing:
        similar = get_close_matches(name, strangers, n=1, cutoff=0.5) or strangers[:1]
        hints.append(f"{name!r}" + (f" (is it {similar[0]!r}?)" if similar else ""))
    return (
        f"{file_name}, row 1: there is no column {', '.join(hints)}; rename it. "
        f"The header must be {','.join(wanted)}"
    )

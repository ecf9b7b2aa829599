"""Files and functions stay small; there is no list of exceptions."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILE_LINES_MAX = 400
WEB_FILE_LINES_MAX = 250
FUNCTION_LINES_MAX = 70
FORBIDDEN_NAMES = {"utils", "helpers", "common", "misc"}

PYTHON = sorted(p for folder in ("backend", "tests") for p in (ROOT / folder).rglob("*.py"))
WEB = sorted(p for p in (ROOT / "frontend" / "src").rglob("*.ts*") if ".gen." not in p.name)


@pytest.mark.parametrize("path", PYTHON, ids=lambda p: str(p.relative_to(ROOT)))
def test_python_files_and_functions_are_short(path: Path) -> None:
    text = path.read_text()
    assert text.count("\n") < FILE_LINES_MAX
    assert not {part.removesuffix(".py") for part in path.parts} & FORBIDDEN_NAMES
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length < FUNCTION_LINES_MAX, node.name


@pytest.mark.parametrize("path", WEB, ids=lambda p: str(p.relative_to(ROOT)))
def test_web_files_are_short(path: Path) -> None:
    assert path.read_text().count("\n") < WEB_FILE_LINES_MAX


def test_imports_stand_at_the_top() -> None:
    for path in (ROOT / "backend").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                inner = [n for n in ast.walk(node) if isinstance(n, ast.Import | ast.ImportFrom)]
                assert not inner, f"{path}: {node.name} imports inside"

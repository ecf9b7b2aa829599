"""Every refusal says in Chinese what is wrong and what to mend (foundation/errors.py).

A class for one fact has a template, whose placeholders each raise fills by its members; a class
for several has none, and each raise brings its own text.
"""

import ast
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter
from types import ModuleType

import pytest

import stationdesk
from stationdesk.foundation.errors import StationdeskError

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_LETTER = re.compile(r"[A-Za-z]")
# Modules that do something when they are imported.
_RUNS = re.compile(r"\.(__main__|asgi)$")
_ROOTS = {
    each for each in vars(importlib.import_module("stationdesk.foundation.errors")).values()
    if inspect.isclass(each) and issubclass(each, StationdeskError)
}  # fmt: skip


@cache
def _modules() -> tuple[ModuleType, ...]:
    found = pkgutil.walk_packages(stationdesk.__path__, "stationdesk.")
    names = [each.name for each in found if not _RUNS.search(each.name)]
    return tuple(importlib.import_module(name) for name in names)


def _descendants(root: type[StationdeskError]) -> Iterator[type[StationdeskError]]:
    for each in root.__subclasses__():
        yield each
        yield from _descendants(each)


@cache
def _refusals() -> list[type[StationdeskError]]:
    _modules()
    own = {each for each in _descendants(StationdeskError) if each.__module__.startswith("station")}
    return sorted(own, key=lambda each: (each.__module__, each.__name__))


def _refusal_named(module: ModuleType, expression: ast.expr) -> type[StationdeskError] | None:
    """The refusal that an expression such as `FineUnknown` or `errors.FineUnknown` means."""
    if isinstance(expression, ast.Name):
        found = getattr(module, expression.id, None)
    elif isinstance(expression, ast.Attribute) and isinstance(expression.value, ast.Name):
        found = getattr(getattr(module, expression.value.id, None), expression.attr, None)
    else:
        found = None
    is_refusal = inspect.isclass(found) and issubclass(found, StationdeskError)
    return found if is_refusal else None


def _handed_in(module: ModuleType, function: ast.AST) -> dict[str, type[StationdeskError]]:
    """Parameters such as `error: type[Invalid]`: whoever calls says which refusal it is."""
    found: dict[str, type[StationdeskError]] = {}
    for argument in ast.walk(function):
        if isinstance(argument, ast.arg) and isinstance(argument.annotation, ast.Subscript):
            refusal = _refusal_named(module, argument.annotation.slice)
            if refusal and ast.unparse(argument.annotation.value) == "type":
                found[argument.arg] = refusal
    return found


def _raises(
    module: ModuleType,
) -> Iterator[tuple[ast.Call, type[StationdeskError], bool, str]]:
    """Every refusal made in a module: the call, what it makes, whether its class is only known to
    the caller, and the source of the function around it."""
    source = Path(str(module.__file__)).read_text(encoding="utf-8")
    if "def " not in source:
        return
    for function in ast.walk(ast.parse(source)):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        handed_in = _handed_in(module, function.args)
        around = ast.get_source_segment(source, function) or ""
        for call in ast.walk(function):
            if not isinstance(call, ast.Call):
                continue
            name = call.func.id if isinstance(call.func, ast.Name) else ""
            if name in handed_in:
                yield call, handed_in[name], True, around
            elif refusal := _refusal_named(module, call.func):
                yield call, refusal, False, around


def _placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def _written(expression: ast.expr) -> str | None:
    """The letters of a text that stands in the source; None where it comes from elsewhere."""
    if isinstance(expression, ast.Constant):
        return str(expression.value)
    if isinstance(expression, ast.JoinedStr):
        return "".join(
            str(part.value) for part in expression.values if isinstance(part, ast.Constant)
        )
    return None


def _fault(
    call: ast.Call, refusal: type[StationdeskError], is_handed_in: bool, around: str
) -> str | None:
    given = {each.arg: each.value for each in call.keywords}
    if "zh" in given:
        written = _written(given["zh"])
        is_english = written and _LETTER.search(written) and not _CHINESE.search(written)
        return "zh without a Chinese word" if is_english else None
    if None in given and '"zh"' in around:
        return None  # **members, with a text among them
    if is_handed_in or not refusal.zh:
        return "no Chinese text: give zh="
    lacking = _placeholders(refusal.zh) - set(given)
    return f"the template needs {', '.join(sorted(lacking))}" if lacking else None


def test_every_refusal_is_told_in_chinese() -> None:
    faults = [
        f"{module.__name__}:{call.lineno} {refusal.__name__}: {fault}"
        for module in _modules()
        for call, refusal, is_handed_in, around in _raises(module)
        if (fault := _fault(call, refusal, is_handed_in, around))
    ]

    assert sorted(set(faults)) == []


@pytest.mark.parametrize("refusal", _refusals(), ids=lambda each: each.__name__)
def test_a_template_is_chinese_and_ends_as_a_sentence(refusal: type[StationdeskError]) -> None:
    if refusal in _ROOTS:
        assert refusal.zh == "", "a bare kind of refusal stands for no fact of its own"
    elif refusal.zh:
        assert _CHINESE.search(refusal.zh)
        assert refusal.zh.endswith(("。", "！", "？"))


def test_the_walk_finds_what_it_looks_for() -> None:
    found = [each for module in _modules() for each in _raises(module)]

    assert len(found) > 500
    assert len(_refusals()) > 200
    assert any(is_handed_in for _, _, is_handed_in, _ in found)

"""What each policy code is about: its typed parameters, its clocks, its name in both languages.

A room that reads a policy declares the form of its parameters once, beside the code that reads
them, and registers it; entering, importing, comparing and showing versions then work by
themselves. The defaults of the form are the shipped example of a firm-level code:

    class NoticeParameters(Parameters):
        quiet_from: str = Field("22:00", title="安静开始", json_schema_extra={"en": "Quiet from"})

    NOTICES = register(PolicyForm("notices", "通知规则", "Notices", NoticeParameters))
    held = await policies.parameters_in_force(connection, firm_id, NOTICES, carrier, now)
    held.parameters.quiet_from, held.code, held.version
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from stationdesk.policies.errors import PolicyCodeUnknown, PolicyUnreadable

CLOCKS = "clocks"


class Parameters(BaseModel):
    """Base of every policy's parameters. Unknown names are refused: a typing error must not pass.

    Every field has a default, which is the shipped example's figure, a `title` in Chinese and
    `json_schema_extra={"en": …}`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


P = TypeVar("P", bound=BaseModel)
P_co = TypeVar("P_co", bound=BaseModel, covariant=True)


@dataclass(frozen=True, slots=True)
class ClockName:
    """A clock that a policy of that code may set, and whose it is (`hq` or `firm`)."""

    label_zh: str
    label_en: str
    owner: str


@dataclass(frozen=True, slots=True)
class PolicyForm(Generic[P_co]):
    """One policy code: what a version of it may say.

    - `clocks`: the clocks that a version may set; only codes of kinds (`case.<kind>`) have any;
    - `concerns_agents`: whether an agent must acknowledge a version before he claims.
    """

    code: str
    label_zh: str
    label_en: str
    parameters: type[P_co]
    clocks: Mapping[str, ClockName] = field(default_factory=dict)
    concerns_agents: bool = True


_registry: dict[str, PolicyForm[Any]] = {}


def register(form: PolicyForm[P]) -> PolicyForm[P]:
    """Make a code known and give the form back. The same definition again changes nothing."""
    known = _registry.get(form.code)
    if known is not None and known != form:
        raise ValueError(f"two forms call themselves {form.code}")
    _registry[form.code] = form
    return form


def form_of(code: str) -> PolicyForm[Any]:
    """The form of that code. Raises PolicyCodeUnknown, listing those that there are."""
    try:
        return _registry[code]
    except KeyError as error:
        known = sorted(_registry)
        raise PolicyCodeUnknown(
            f"There is no policy {code!r}; known: {', '.join(known)}.", known=known, policy=code
        ) from error


def all_forms() -> tuple[PolicyForm[Any], ...]:
    """Every form, by code."""
    return tuple(_registry[code] for code in sorted(_registry))


def codes_for_agents() -> list[str]:
    """The codes whose versions an agent acknowledges before he claims."""
    return [form.code for form in all_forms() if form.concerns_agents]


def read_parameters(form: PolicyForm[P], raw: Mapping[str, Any]) -> P:
    """What a version says besides its clocks, typed; what it is silent about is the default.

    Raises PolicyUnreadable with every fault by field, and the names that the code knows.
    """
    named = {name: value for name, value in raw.items() if name != CLOCKS or not form.clocks}
    try:
        return form.parameters.model_validate(named)
    except ValidationError as error:
        faults = [
            {"field": ".".join(map(str, fault["loc"])) or "parameters", "message": fault["msg"]}
            for fault in error.errors(include_url=False, include_context=False)
        ]
        known = sorted(form.parameters.model_fields)
        told = "; ".join(f"{fault['field']}: {fault['message']}" for fault in faults)
        raise PolicyUnreadable(
            f"{form.code}: {told}. It knows: {', '.join(known) or 'no parameters'}.",
            faults=faults,
            known=known,
            zh=f"{form.label_zh}："
            f"参数“{'、'.join(fault['field'] for fault in faults)}”填得不对，请检查。",
        ) from error


def refuse_unknown_clocks(form: PolicyForm[Any], raw: Mapping[str, Any]) -> None:
    """Raises PolicyUnreadable, naming the clocks that the code has."""
    clocks = raw.get(CLOCKS, {})
    if not isinstance(clocks, Mapping):
        raise PolicyUnreadable(
            f"{form.code}: clocks must be an object of clocks by name.",
            zh=f"{form.label_zh}：时限要按名称逐条写。",
        )
    unknown = sorted(set(clocks) - set(form.clocks))
    if unknown and (form.clocks or CLOCKS not in form.parameters.model_fields):
        known = sorted(form.clocks)
        raise PolicyUnreadable(
            f"{form.code}: there is no clock {', '.join(unknown)}; it has: "
            f"{', '.join(known) or 'none'}.",
            faults=[{"field": f"clocks.{name}", "message": "unknown clock"} for name in unknown],
            known=known,
            zh=f"{form.label_zh}没有时限“{'、'.join(unknown)}”，请去掉。",
        )

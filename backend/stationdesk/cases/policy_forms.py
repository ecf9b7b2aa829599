"""The policy of each kind of case: `case.<kind>`, with the kind's clocks and parameters.

A kind's clocks are its own definitions. Its parameters are those that its shipped examples name:
each takes values of the example's type, and its default is what the example for every carrier
says.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field, StrictBool, StrictInt, create_model

from stationdesk.clocks.deadlines import ClockOwner
from stationdesk.policies.examples import EXAMPLES
from stationdesk.policies.forms import CLOCKS, ClockName, Parameters, PolicyForm

NUMBER_MAX = 10**12
_NUMBER = Annotated[StrictInt, Field(ge=0, le=NUMBER_MAX)]
LABELS: Mapping[str, tuple[str, str]] = {
    "risk_fen": ("超时风险金额", "At risk when late"),
    "claimant_grounds": ("可上报的仲裁理由", "Grounds that may be filed"),
    "fee_fen": ("费用", "Fee"),
    "window": ("可操作的阶段", "Window"),
    "same_text_max": ("同文催件上限", "Same text at most"),
    "same_text_window_hours": ("同文催件统计小时数", "Counted over hours"),
    "risk_by_source_fen": ("各来源风险金额", "At risk by source"),
    "posts_at_decision": ("裁决即入账", "Posted at the decision"),
    "evening_ends": ("当晚截止", "The evening ends"),
    "comparison": ("成本比较", "Cost comparison"),
}
"""What a person reads; a parameter that is not here goes by its name."""


def case_form(
    code: str, labels: tuple[str, str], clocks: Mapping[str, tuple[str, str, ClockOwner]]
) -> PolicyForm[Parameters]:
    """The form of a kind's policy, from its definition and its shipped examples."""
    examples = [each for each in EXAMPLES if each.code == code]
    named = {name for each in examples for name in each.parameters.get(CLOCKS, {})}
    silent = {name: (name, name, ClockOwner.FIRM) for name in sorted(named - set(clocks))}
    fields: dict[str, Any] = {"risk_fen": (_NUMBER, _field("risk_fen", 0))}
    # The example for every carrier comes last and so gives the defaults.
    for example in sorted(examples, key=lambda each: each.carrier is None):
        for name, value in example.parameters.items():
            if name != CLOCKS:
                fields[name] = (_type_of(value), _field(name, value))
    model = create_model(f"Case{code.title().replace('_', '')}", __base__=Parameters, **fields)
    return PolicyForm(
        f"case.{code}",
        *labels,
        model,
        {
            name: ClockName(zh, en, str(owner))
            for name, (zh, en, owner) in {**clocks, **silent}.items()
        },
    )


def _field(name: str, default: Any) -> Any:
    zh, en = LABELS.get(name, (name, name))
    return Field(default, title=zh, json_schema_extra={"en": en})


def _type_of(value: Any) -> Any:
    """The type of an example's value: what a version may say instead."""
    match value:
        case bool():
            return StrictBool
        case int():
            return _NUMBER
        case str():
            return Annotated[str, Field(max_length=2000)]
        case list() | tuple() if all(isinstance(each, str) for each in value):
            return list[Annotated[str, Field(max_length=2000)]]
        case list() | tuple():
            return list[dict[str, Any]]
        case Mapping() if all(type(each) is int for each in value.values()):
            return dict[str, _NUMBER]
        case Mapping():
            return dict[str, Any]
        case _:
            return Any

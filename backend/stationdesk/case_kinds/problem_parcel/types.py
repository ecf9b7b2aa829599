"""A carrier's own type codes for problem parcels, as the policy `problem_types` lists them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from stationdesk.cases.kinds import Label
from stationdesk.policies.forms import Parameters, PolicyForm, register
from stationdesk.policies.service import InForce

TYPES_MAX = 200
CALL_RECORD = "call_record"
_SHOWN_MAX = 40


class Proof(BaseModel):
    """One proof that a type needs."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str = Field(min_length=1, max_length=64)
    zh: str
    en: str
    required: bool = True


class ProblemType(BaseModel):
    """One type; `waits_on`: whom the parcel waits on once it is registered."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str = Field(min_length=1, max_length=32)
    zh: str
    en: str
    checklist: list[Proof] = Field(default_factory=list)
    directions: list[Literal["inbound", "outbound"]] = ["inbound", "outbound"]
    needs_call_record: bool = False
    waits_on: Literal["counterparty", "customer", "station"] = "counterparty"

    @property
    def proofs(self) -> list[Proof]:
        """The checklist, with the recording of the call where the type asks for one."""
        codes = {proof.code for proof in self.checklist}
        if not self.needs_call_record or CALL_RECORD in codes:
            return self.checklist
        call = Proof(code=CALL_RECORD, zh="通话录音或截图", en="Call recording or screenshot")
        return [call, *self.checklist]


class ProblemTypes(Parameters):
    """A carrier's list."""

    types: list[ProblemType] = Field(
        default_factory=list, max_length=TYPES_MAX, title="类型",
        json_schema_extra={"en": "Types"},
    )  # fmt: skip


PROBLEM_TYPES = register(
    PolicyForm("problem_types", "问题件类型", "Problem types", ProblemTypes)
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TypeList:
    """The types in force for a carrier at a moment, and the policy version they come from."""

    policy: str
    version: int
    title: str
    types: Mapping[str, ProblemType] = field(default_factory=dict)

    def find(self, code: str, direction: str) -> ProblemType | None:
        """The type of that code in that direction; capitals do not matter."""
        found = self.types.get(code.strip().upper())
        return found if found is not None and direction in found.directions else None

    def known(self, direction: str) -> Label:
        """The codes that there are, for whoever wrote another."""
        there = [each for each in self.types.values() if direction in each.directions][:_SHOWN_MAX]
        return Label(
            "、".join(f"{each.code} {each.zh}" for each in there),
            ", ".join(f"{each.code} {each.en}" for each in there),
        )


def list_of(held: InForce[ProblemTypes]) -> TypeList:
    """The policy as it held, by code."""
    types = {each.code.upper(): each for each in held.parameters.types}
    return TypeList(held.code, held.version, held.title, types)

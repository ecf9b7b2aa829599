"""Faults of what was entered: named by field, in both languages."""

import pytest
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from stationdesk.workflow.faults import Fault, faults_of, stated


class Form(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1)
    minutes: int = Field(ge=1, le=60)
    there: bool = True

    @model_validator(mode="after")
    def _is_there(self) -> "Form":
        if not self.there:
            raise stated("there", "要在 {这里}", "must be {there}")
        return self


def faults(**entered: object) -> list[Fault]:
    with pytest.raises(ValidationError) as caught:
        Form.model_validate(entered)
    return faults_of(caught.value)


def test_each_fault_names_its_field() -> None:
    found = faults(name="", minutes=99, colour="red")
    assert {fault.field: fault.zh for fault in found} == {
        "name": "这一项要填", "minutes": "太大", "colour": "没有这一项",
    }  # fmt: skip
    assert all(fault.en for fault in found)


def test_a_models_own_words_come_through_as_they_were_written() -> None:
    assert faults(name="x", minutes=1, there=False) == [
        Fault("there", "要在 {这里}", "must be {there}")
    ]


def test_what_nobody_translated_is_still_told() -> None:
    (fault,) = faults(name="x", minutes=1, there="perhaps")
    assert fault.field == "there"
    assert fault.zh == fault.en != ""

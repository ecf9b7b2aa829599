"""How a parcel's people and places find their entries in the register. Pure.

An entry keeps one key; a person has several: his phone, his name with his address, every
beginning of the address that is long enough, the file that the firm keeps on him.
"""

from collections.abc import Iterable, Sequence
from typing import Final, Literal
from uuid import UUID

import msgspec

from stationdesk.foundation.contact_keys import (
    ADDRESS_PREFIX_MIN,
    address_key,
    address_prefixes,
    name_key,
    phone_key,
)
from stationdesk.stations.risk.errors import RiskInvalid

MatchBy = Literal["phone", "name_address", "address", "customer"]
KINDS: Final = ("place", "recipient", "shipper")
MATCHES: Final[tuple[MatchBy, ...]] = ("phone", "name_address", "address", "customer")
CATEGORIES: Final = (
    "signed_not_received",
    "locker_overdue",
    "no_call",
    "timed_collection",
    "false_claims",
    "refuses",
    "unreachable",
    "other",
)
PHONE_DIGITS: Final = range(3, 16)


class Person(msgspec.Struct, frozen=True):
    """Somebody, or some place, that a parcel goes to or comes from."""

    name: str = ""
    phone: str = ""
    address: str = ""
    customer_id: UUID | None = None


def match_key(by: str, person: Person) -> str:
    """The key by which an entry is found again. Raises RiskInvalid, naming what is missing."""
    match by:
        case "phone":
            key = phone_key(person.phone)
            if len(key) not in PHONE_DIGITS:
                raise RiskInvalid(
                    "Write the phone number, 3 to 15 digits.",
                    field="phone",
                    zh="请填电话号码，3 到 15 位数字。",
                )
            return key
        case "name_address":
            if not name_key(person.name) or len(address_key(person.address)) < ADDRESS_PREFIX_MIN:
                raise RiskInvalid(
                    "Write the name and the full address.",
                    field="address",
                    zh="请填姓名和完整地址。",
                )
            return _name_address(person)
        case "address":
            key = address_key(person.address)
            if len(key) < ADDRESS_PREFIX_MIN:
                raise RiskInvalid(
                    f"Write at least {ADDRESS_PREFIX_MIN} characters of the address.",
                    field="address",
                    zh=f"地址至少写 {ADDRESS_PREFIX_MIN} 个字。",
                )
            return key
        case "customer":
            if person.customer_id is None:
                raise RiskInvalid(
                    "Name the customer's file.", field="customer_id", zh="请选择客户档案。"
                )
            return str(person.customer_id)
        case _:
            raise RiskInvalid(
                f"match_by is {by!r}; it is one of {', '.join(MATCHES)}.",
                field="match_by",
                zh=f"没有“{by}”这种比对方式，请从列表里选。",
            )


def keys_of(people: Iterable[Person]) -> list[tuple[str, str]]:
    """Every (match_by, key) under which an entry could stand."""
    keys: dict[tuple[str, str], None] = {}
    for person in people:
        phone, address = phone_key(person.phone), address_key(person.address)
        if phone:
            keys["phone", phone] = None
        if name_key(person.name) and address:
            keys["name_address", _name_address(person)] = None
        keys.update({("address", prefix): None for prefix in address_prefixes(address)})
        if person.customer_id is not None:
            keys["customer", str(person.customer_id)] = None
    return list(keys)


def kind_for(by: str, roles: Sequence[str]) -> str:
    """What an entry proposed by the system is about: a place, or who it was."""
    if by == "address":
        return "place"
    return "shipper" if set(roles) == {"sender"} else "recipient"


def _name_address(person: Person) -> str:
    return f"{name_key(person.name)}|{address_key(person.address)}"

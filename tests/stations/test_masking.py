"""What is shown before anybody gave a reason; and how phones and names are compared."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stationdesk.foundation.contact_keys import (
    address_key,
    address_prefixes,
    name_bigrams,
    phone_key,
    phone_tail,
)
from stationdesk.tenancy.masking import (
    HIDDEN_DIGITS_MIN,
    mask_address,
    mask_name,
    mask_phone,
    may_be_told,
)

PHONES = st.text(alphabet="0123456789 +-()转#ext,", max_size=30)


@settings(max_examples=300)
@given(PHONES)
def test_a_phone_hides_six_digits_or_all_that_it_has(phone: str) -> None:
    digits, masked = phone_key(phone), mask_phone(phone)
    assert len(masked) == len(digits)
    assert masked.count("*") >= min(HIDDEN_DIGITS_MIN, len(digits))
    assert all(sign in ("*", digit) for sign, digit in zip(masked, digits, strict=True))
    # What is hidden is one run: nobody can piece it together from two ends of two screens.
    assert "*" * masked.count("*") in masked


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("13800138067", "138******67"),
        ("+86 138-0013-8067", "138******67"),
        ("0571-88881234", "057*******34"),
        ("88881234", "******34"),
        ("95311", "*****"),
        ("+44 20 7946 0958", "442*******58"),
        ("0571-88881234转801", "057*******34"),
        ("", ""),
        ("没有", ""),
    ],
)
def test_phones_as_people_write_them(phone: str, masked: str) -> None:
    assert mask_phone(phone) == masked


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("王小明", "王**"),
        ("周莉", "周*"),
        ("欧阳娜娜", "欧阳**"),
        ("欧阳", "欧*"),
        ("诸葛先生", "诸葛先生"),
        ("陈女士", "陈女士"),
        ("寄件人", "寄件人"),
        ("王", "王*"),
        ("Maria Garcia", "M**"),
        ("杭州织云服饰有限公司", "杭州织云服饰有限公司"),
        ("  ", ""),
    ],
)
def test_names_keep_the_surname(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@settings(max_examples=300)
@given(st.text(alphabet="王欧阳李小明娜女士A b", max_size=12))
def test_a_name_never_shows_more_than_surname_and_title(name: str) -> None:
    masked = mask_name(name)
    plain = " ".join(name.split())
    if masked == plain:
        assert not plain or plain.endswith("女士")
    else:
        assert masked.endswith("*")
        assert len(masked.rstrip("*")) <= 2


@settings(max_examples=300)
@given(st.text(alphabet="浙江省杭州市滨江区陵路街道号幢室单元花园0123456789 A座-", max_size=40))
def test_an_address_never_shows_a_number(address: str) -> None:
    masked = mask_address(address)
    assert not any(sign.isdigit() for sign in masked)
    assert masked.endswith("****") or not address.split()


@pytest.mark.parametrize(
    ("address", "masked"),
    [
        ("杭州市滨江区江陵路88号3幢2单元501室", "杭州市滨江区江陵路****"),
        ("江陵路阳光花园三幢二单元", "江陵路阳光花园****"),
        ("12 Baker Street", "****"),
        ("", ""),
    ],
)
def test_addresses_as_people_write_them(address: str, masked: str) -> None:
    assert mask_address(address) == masked


def test_what_a_caller_may_hear() -> None:
    assert may_be_told("own_trace")
    assert may_be_told("tariff")
    assert may_be_told("station_phone")
    assert not may_be_told("staff_contact")
    assert not may_be_told("franchisee")
    assert not may_be_told("other_customer")
    assert not may_be_told("internal_rule")


@settings(max_examples=200)
@given(PHONES)
def test_a_phone_is_itself_however_it_is_written(phone: str) -> None:
    key = phone_key(phone)
    assert phone_key(key) == key
    assert phone_tail(phone) == (key[-4:] if len(key) >= 4 else "")


def test_names_are_found_by_any_two_neighbouring_characters() -> None:
    assert name_bigrams("欧阳 娜娜") == sorted(["欧阳", "阳娜", "娜娜"])
    assert name_bigrams("王") == ["王"]
    assert name_bigrams("") == []


def test_an_address_is_found_by_its_beginning() -> None:
    key = address_key("滨江区 江陵路 88号，3幢")
    assert key == "滨江区江陵路88号3幢"
    assert address_key("滨江区江陵路88号") in address_prefixes(key)
    assert address_key("滨江") not in address_prefixes(key)

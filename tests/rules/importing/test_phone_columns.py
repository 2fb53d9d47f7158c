"""Which columns of phones come first, and which numbers are not taken at all."""

from __future__ import annotations

from leadctl.rules.importing.addresses import Parts, one_address
from leadctl.rules.importing.names import whole_name
from leadctl.rules.importing.phone_kinds import with_country
from leadctl.rules.importing.plan import Column, Plan


def plan_of(*headers: str) -> Plan:
    return Plan(tuple(Column(at, name, "phone") for at, name in enumerate(headers)))


def test_the_number_for_texts_comes_first_and_that_of_an_address_last() -> None:
    """Of the primary ones the mobile; the person's own before that of an address."""
    headers = ("Primary Phone1", "Primary Mobile Phone1", "Default Address Phone", "Phone")
    found = [headers[at] for at in plan_of(*headers).using("phone")]
    assert found == ["Primary Mobile Phone1", "Primary Phone1", "Phone", "Default Address Phone"]


def test_a_status_stands_before_or_behind_the_number_of_its_phone() -> None:
    """ "Phone 1 Status" and "Phone Status 1" are both of Phone 1."""
    columns = ("Phone 1", "Phone 2", "Phone 1 Status", "Phone Status 2")
    uses = ("phone", "phone", "extra", "extra")
    pairs = enumerate(zip(columns, uses, strict=True))
    plan = Plan(tuple(Column(at, name, use) for at, (name, use) in pairs))
    assert plan.kinds("phone", ("status",)) == {0: 2, 1: 3}


def test_a_zip_before_its_town_stays_there_behind_a_street_outside_america() -> None:
    """A bare town, which is nobody, and an American one are written as ever."""
    cells = Parts("", "Am Markt 3", "", "", "Berlin", "", "10115", "")
    assert one_address(cells, postal_first=True) == "Am Markt 3, 10115 Berlin"
    assert one_address(cells) == "Am Markt 3, Berlin, 10115"
    assert one_address(cells._replace(street=""), postal_first=True) == "Berlin, 10115"
    american = Parts("", "9 Oak Ave", "", "", "Oakland", "CA", "94601", "")
    assert one_address(american, postal_first=True) == "9 Oak Ave, Oakland, CA 94601"


def test_a_name_that_goes_on_in_the_next_column_ends_without_its_sign() -> None:
    """County rolls write "SMITH JOHN A &" where a second owner follows."""
    assert whole_name(("SMITH JOHN A &", "", "", "", ""), owner=True).text == "SMITH JOHN A"


def test_a_country_beside_a_number_is_put_before_it() -> None:
    """A number that names its country itself, and one beside no digits, stay."""
    assert with_country("7400123456", "44") == "+44 7400123456"
    assert with_country("07400123456", "+44") == "+44 7400123456"
    assert with_country("+12125550101", "44") == "+12125550101"
    assert with_country("2125550101", "US") == "2125550101"
    assert with_country("00442079460958", "1") == "00442079460958"
    assert with_country("", "44") == ""

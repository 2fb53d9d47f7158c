"""One address from the cells that hold it: each part once, however it is spelt."""

from __future__ import annotations

import pytest

from leadctl.rules.importing.addresses import Parts, one_address


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (("12 Elm St", "", "", "", "", "NY", "", ""), "12 Elm St, NY"),
        (("12 Elm St", "", "", "", "", "", "11201", ""), "12 Elm St"),
        (("12 Elm St", "", "", "", "Troy", "NY", "12180", ""), "12 Elm St, Troy, NY 12180"),
        (("12 Elm St, Troy, ny 12180", "", "", "", "", "NY", "", ""), "12 Elm St, Troy, ny 12180"),
        (("12 Elm St, New York 11201", "", "", "", "New York", "NY", "", ""),
         "12 Elm St, New York 11201"),
        (("12 Elm St, New York", "", "", "", "New York", "NY", "", ""), "12 Elm St, New York, NY"),
        (("1 Elm St, Troy, New York", "", "", "", "", "NY", "", ""), "1 Elm St, Troy, New York"),
        (("1 Elm St, Troy, NY", "", "", "", "", "New York", "", ""), "1 Elm St, Troy, NY"),
        (("12 La Salle Ave", "", "", "", "", "LA", "", ""), "12 La Salle Ave, LA"),
        (("1 A St, Los Angeles CA 90001", "", "", "", "", "CA", "", ""),
         "1 A St, Los Angeles CA 90001"),
        (("1 A St, Toronto ON M5V 2T6", "", "", "", "", "Ontario", "M5V 2T6", ""),
         "1 A St, Toronto ON M5V 2T6"),
        (("12 Boston Rd", "", "", "", "Boston", "MA", "", ""), "12 Boston Rd, Boston, MA"),
        (("Via Roma 10", "", "", "", "Roma", "", "00184", ""), "Via Roma 10, Roma, 00184"),
        (("Via Roma", "", "", "", "Roma", "", "", ""), "Via Roma, Roma"),
        (("5 rue de Paris", "", "", "", "Paris", "", "", ""), "5 rue de Paris, Paris"),
        (("12 Elm St Troy", "", "", "", "Troy", "", "", ""), "12 Elm St Troy"),
        (("12 Elm St Troy New York 12180", "", "", "", "Troy", "NY", "", ""),
         "12 Elm St Troy New York 12180"),
        (("12 Elm Street, Troy", "12 Elm St", "", "", "Troy", "", "", ""), "12 Elm Street, Troy"),
        (("12 Elm St", "12 Elm St Apt 3", "", "", "", "", "", ""), "12 Elm St Apt 3"),
        (("12 Elm St, Troy, USA", "", "", "", "Troy", "", "", "United States"),
         "12 Elm St, Troy, USA"),
        (("12 Elm St\nTroy", "PO Box 9", "", "", "", "", "", ""), "12 Elm St, Troy, PO Box 9"),
        (("", "12 Elm St", "Apt 3", "", "Troy", "NY", "12180", "US"),
         "12 Elm St, Apt 3, Troy, NY 12180, US"),
    ],
)  # fmt: skip
def test_an_address_says_each_part_once(cells: tuple[str, ...], said: str) -> None:
    """What a whole address does not say is put behind it; what it says otherwise spelt is not."""
    assert one_address(Parts(*cells)) == said

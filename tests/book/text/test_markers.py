"""Where a conflict stands in a lead's file until somebody settles it."""

from __future__ import annotations

import pytest

from leadctl.book.text.lead_file import parse_lead
from leadctl.book.text.markers import with_markers
from leadctl.errors import Invalid
from leadctl.rules.joining.versions import Conflict

FILE = 'id = "k7f3q9m2"\nname = "Ana"\npipeline = "p"\nstatus = "New"\nzip = "10001"'
BLOCK = '<<<<<<< ours\n{0} = "a"\n=======\n{0} = "b"\n>>>>>>> theirs\n'


@pytest.mark.parametrize("ending", ["", "\n", "\nhistory = []\n"])
def test_a_field_that_is_there_is_replaced_where_it_stands(ending: str) -> None:
    """Its own line goes, the last one of a file without a last line end as well."""
    before = FILE.removesuffix('zip = "10001"')
    found = with_markers(FILE + ending, [Conflict("zip", "10001", "a", "b")])
    assert found == before + BLOCK.format("zip") + ending.removeprefix("\n")


def test_a_field_that_is_not_there_comes_after_the_status() -> None:
    """The markers stand between whole lines."""
    found = with_markers(FILE, [Conflict("source", None, "a", "b")])
    line = 'status = "New"\n'
    assert found == FILE.replace(line, line + BLOCK.format("source"))


@pytest.mark.parametrize("value", ["{}", '[["call"]]', "[5]", '"call"', '["shout"]', "true"])
def test_channels_are_a_list_of_channels(value: str) -> None:
    """Whatever else stands there is told with its line, and is no traceback."""
    with pytest.raises(Invalid, match="is not a list of channels"):
        parse_lead(f"{FILE}\ndo_not_contact = {value}\n", "x")
    assert parse_lead(f'{FILE}\ndo_not_contact = ["call"]\n', "x").do_not_contact == ("call",)

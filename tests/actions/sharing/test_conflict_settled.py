"""What this clone says in a conflict is judged as if it were typed; what others sent may stand."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk_maker import NOW, desk_in

from leadctl.actions.sharing.settling import refuse_settling, settling_unmet
from leadctl.book.git.who_wrote import Stop
from leadctl.book.own_files.definitions import Definitions
from leadctl.errors import Refused
from leadctl.rules.joining.versions import OURS, THEIRS, Conflict, Taken
from leadctl.rules.leads.lead import Event, Lead

DEFINITIONS = {name: Definitions(None).read(name).pipeline for name in Definitions(None).files}
MASKING = sorted(n for n, one in DEFINITIONS.items() if one.visibility and one.visibility.mask)


def stops(name: str, **values: tuple[object, object]) -> list[Stop]:
    """Return conflicts of a lead that an import brought: what either side says, by field."""
    came = Event(NOW, "received", "import")
    lead = Lead("k7f3q9m2", "Ana", name, DEFINITIONS[name].initial, {}, (came,))
    joined = lead.set(**{field: ours for field, (ours, _) in values.items()})
    conflicts = [Conflict(field, None, *pair) for field, pair in values.items()]
    return [Stop("x", joined.id, joined.name, one, joined=joined) for one in conflicts]


@pytest.mark.parametrize("name", sorted(DEFINITIONS))
@pytest.mark.parametrize("ours", ["sam", None])
def test_what_others_own_is_taken_by_no_conflict(
    tmp_path: Path, name: str, ours: str | None
) -> None:
    """Max had it, and sent that: Sam neither has it nor lets it go, whatever else differs."""
    desk = desk_in(tmp_path)
    found = stops(name, owner=(ours, "max"), zip=("10001", "10002"))
    for taken in (Taken({"owner": OURS}), Taken(others=OURS)):
        with pytest.raises(Refused, match="Max") as refused:
            refuse_settling(desk, found, taken)
        assert "owner=theirs" in refused.value.hint
    assert settling_unmet(desk, found, Taken(others=THEIRS)) is None


@pytest.mark.parametrize("name", MASKING)
def test_what_is_hidden_is_written_over_by_no_conflict(tmp_path: Path, name: str) -> None:
    """What others wrote stands, of each field that a mask names."""
    desk, visibility = desk_in(tmp_path), DEFINITIONS[name].visibility
    assert visibility is not None
    for field in {one for mask in visibility.mask for one in mask.fields} - {"phones", "emails"}:
        found = stops(name, **{field: (1, 2)})
        unmet = settling_unmet(desk, found, Taken({field: OURS}))
        assert unmet is not None
        assert "hidden from you" in unmet.sentence
        assert settling_unmet(desk, found, Taken({field: THEIRS})) is None


def test_what_is_nobodys_to_judge_is_settled_as_one_likes(tmp_path: Path) -> None:
    """A lead that is free, and one's own, on either side."""
    desk = desk_in(tmp_path)
    for owner in ("sam", None):
        found = stops("wholesale", owner=("sam", owner), zip=("10001", "10002"))
        assert settling_unmet(desk, found, Taken(others=OURS)) is None

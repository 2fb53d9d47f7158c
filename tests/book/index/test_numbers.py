"""What a long import holds of each row, held small."""

from __future__ import annotations

import tracemalloc

from hypothesis import given
from hypothesis import strategies as st

from leadctl.book.index.numbers import NewFiles, Numbers, id_number, id_text
from leadctl.book.own_files.places import id_from_key

VALUES = st.integers(1, 2**63 - 1)


@given(st.lists(st.tuples(st.text(max_size=3), VALUES), max_size=60), st.integers(0, 9000))
def test_numbers_answer_as_a_dict_does(pairs: list[tuple[str, int]], others: int) -> None:
    """The first one put stays, and what was never put is 0, however many others there are."""
    numbers, plain = Numbers(), dict[str, int]()
    for text, value in [*pairs[::2], *((f"other{n}", n + 1) for n in range(others)), *pairs[1::2]]:
        assert numbers.put(text, value) == (text not in plain)
        plain.setdefault(text, value)
    for text in (*plain, "never", "", "other9999"):
        assert numbers.get(text) == plain.get(text, 0)
        assert numbers.has_any(["nobody", text]) == (text in plain)


def test_files_of_new_leads_are_found_by_their_ids_in_little_memory() -> None:
    """All that were added are there, with their paths, at under 120 bytes each."""
    count = 20_000
    tracemalloc.start()
    new = NewFiles()
    for n in range(count):
        lead_id = id_from_key(f"x:{n}")
        new.add(lead_id, f"leads/2026/ana-lopez-{n}-{lead_id}.toml")
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert held < 120 * count
    for n in (0, 1, 4711, count - 1):
        lead_id = id_from_key(f"x:{n}")
        assert lead_id in new
        assert new.of(lead_id) == f"leads/2026/ana-lopez-{n}-{lead_id}.toml"
        assert not new.add(lead_id, "leads/2026/another.toml")
    assert id_from_key("y") not in new
    assert new.of(id_from_key("y")) == ""
    assert len(list(new)) == count


@given(st.from_regex(r"[0-9a-z]{8}", fullmatch=True))
def test_an_id_is_one_number_and_back(lead_id: str) -> None:
    """Two ids never stand for one number."""
    assert id_text(id_number(lead_id)) == lead_id

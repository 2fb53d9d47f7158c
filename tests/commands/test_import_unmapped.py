"""What an import says of people whose status nobody mapped."""

from __future__ import annotations

import shlex

from cli_runner import Cli

OLD = (
    "Name,Phone,Status,Date Added\n"
    "Ray Dunn,2125550132,Dead / Do not call,11/14/2026\n"
    "Wei Chen,2125550133,Closed,11/14/2026\n"
    "Ana Reyes,2125550134,Nurture,11/14/2026\n"
    "Lou Park,2125550135,Closed,11/14/2026\n"
)


def test_those_whose_status_is_not_mapped_are_counted_with_the_command_that_maps_them(
    cli: Cli,
) -> None:
    """Where they stand is said at the end; the commands printed, filled in, put them right."""
    book = cli.at("2026-11-16 07:00").noting()
    book.fast("init . --pipeline streeteasy-buyer --timezone 'New York' --agent Sam --no-input")
    (book.cwd / "old.csv").write_text(OLD)
    told = book.fast("import old.csv").err
    assert "3 lines have a status that is none of ours (Dead / Do not call 1, Closed 2)" in told
    assert "stands in New Connection" in told
    assert [one["status"] for one in book.fast("list wei -f json").json] == ["New Connection"]
    (line,) = [line for line in told.splitlines() if line.startswith("To map them: ")]
    undo, again = line.removeprefix("To map them: leadctl ").split(", then leadctl ")
    book.fast(undo)
    words = [word.replace("=STATUS", "=Rejected by Client") for word in shlex.split(again)]
    mapped = book.fast(*words[2:] if words[0] == "--now" else words).err
    assert "none of ours" not in mapped
    standing = {one["name"]: one["status"] for one in book.fast("list -f json").json}
    assert standing.pop("Ana Reyes") == "Nurture"
    assert set(standing.values()) == {"Rejected by Client"} and len(standing) == 3

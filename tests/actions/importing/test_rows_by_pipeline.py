"""Every value of a row is judged by the row's own pipeline: that of its role, or of its lead."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_runner import ROOT, Cli

SHIPPED = sorted(path.stem for path in (ROOT / "pipelines").glob("*.toml") if "." not in path.stem)
PEOPLE = (
    "Name,Mobile,Stage,Role\n"
    "Grace Liu,917-555-0101,Hot,Seller\n"
    "Frank Russo,917-555-0102,Bid,Seller\n"
    "Anita Rao,917-555-0103,Bid,Buyer\n"
    "Lou Ott,917-555-0104,Ad,Seller\n"
)
MAPPED = (
    'import people.csv --map role=Role --status Hot="In Communication" '
    '--status Bid="Submitting Offers" --status Ad="Listing Advertised"'
)


def in_a_book(cli: Cli) -> Cli:
    zone = "--timezone America/New_York --agent Sam --no-input"
    cli.noting().fast(f"init book -p streeteasy-buyer {zone}")
    return cli.inside("book").noting()


def test_a_map_of_statuses_holds_in_the_pipeline_of_each_role(cli: Cli) -> None:
    """A status of the row's own pipeline is taken; of one that it lacks is told what it has."""
    book = in_a_book(cli)
    (book.cwd / "people.csv").write_text(PEOPLE)
    told = book.fast(MAPPED)
    rows = book.fast("export --format csv --fields name,pipeline,status").out
    assert "Grace Liu,streeteasy-seller,In Communication" in rows
    assert "Anita Rao,streeteasy-buyer,Submitting Offers" in rows
    assert "Lou Ott,streeteasy-seller,Listing Advertised" in rows
    assert "Frank Russo,streeteasy-seller,New Connection" in rows
    assert "“Submitting Offers” is no status of streeteasy-seller" in told.err
    assert "There are: New Connection," in told.err
    assert "(line 3)" in told.err


@pytest.mark.parametrize("format_name", ["csv", "tsv", "vcf"])
def test_a_book_of_all_shipped_pipelines_comes_back_unchanged(
    cli: Cli, format_name: str, tmp_path: Path
) -> None:
    """Statuses and choices that another pipeline lacks are each lead's own: nothing is said."""
    book = in_a_book(cli)
    made = 0
    for pipeline in SHIPPED:
        shown = book.fast("pipeline", "show", pipeline, "--format", "json").json
        for status in shown["statuses"]:
            made += 1
            text = LEAD.format(n=made, pipeline=pipeline, status=status)
            for name, field in shown.get("fields", {}).items():
                if field.get("choices"):
                    text = text.replace("\n\n", f'\n{name} = "{field["choices"][-1]}"\n\n', 1)
            place = book.cwd / "leads" / "2026" / f"person-{made:08}.toml"
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text)
    assert book.fast("check").code == 0
    back = tmp_path / f"back.{format_name}"
    book.fast("export", "-f", format_name, "-o", str(back))
    for more in ([], ["--update"]):
        told = book.fast("import", str(back), *more)
        assert told.out == f"{made} lines: {made} already here.\n", told.err
        assert told.err in {"", "The file holds address cards.\n", LEADCTLS}


LEADCTLS = "The file is an export of leadctl.\n"
LEAD = """schema = 1
id = "{n:08}"
name = "Person {n}"
pipeline = "{pipeline}"
status = "{status}"

[[history]]
at = 2026-11-20T13:00:00Z
event = "received"
by = "sam"

[[history]]
at = 2026-11-20T14:00:00Z
event = "status"
to = "{status}"
by = "sam"

"""

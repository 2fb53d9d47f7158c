"""The formats a listing can be printed in, by the name that --format takes: one row each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, cast

from leadctl.values import dataclass

if TYPE_CHECKING:
    from leadctl.render.listing import Listing
    from leadctl.render.screen import Screen


@dataclass(frozen=True)
class Format:
    """One format. `drawn_by` is "module:function" of this room, from a listing to text.

    `people` says that people read it: in their words, under titles, and nothing at all where there
    is nothing. The others are for programs, and never cut. `fitted` is drawn for a screen; `raw`
    can be drawn with its cells as they are, unguarded.
    """

    drawn_by: str
    people: bool = False
    fitted: bool = False
    raw: bool = False


FORMATS: Mapping[str, Format] = {
    "table": Format("table:table", people=True, fitted=True),
    "json": Format("json_format:json_array"),
    "jsonl": Format("json_format:json_lines"),
    "csv": Format("delimited:csv_text", raw=True),
    "tsv": Format("delimited:tsv_text", raw=True),
    "markdown": Format("markdown:markdown", people=True),
    "html": Format("html:html_page", people=True),
}
"""Every listing's formats; `ics` and `vcf` are made of other values, by their own modules."""


def is_for_people(format_name: str) -> bool:
    """Whether people read a format; one that is none of FORMATS is for programs."""
    return format_name in FORMATS and FORMATS[format_name].people


def render(
    listing: Listing, format_name: str, screen: Screen | None = None, *, raw: bool = False
) -> str:
    """Return the listing in one of FORMATS, for a screen where it is fitted to one."""
    drawn = FORMATS[format_name]
    module, _, function = drawn.drawn_by.partition(":")
    draw = getattr(import_module(f"leadctl.render.{module}"), function)
    if drawn.fitted:
        from leadctl.render.screen import Screen

        return cast("Callable[[Listing, Screen], str]", draw)(listing, screen or Screen())
    if raw and drawn.raw:
        return cast("Callable[..., str]", draw)(listing, raw=True)
    return cast("Callable[[Listing], str]", draw)(listing)

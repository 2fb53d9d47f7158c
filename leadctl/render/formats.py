"""The formats a listing can be printed in, by the name that --format takes."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import cast

from leadctl.render.listing import Listing
from leadctl.render.screen import Screen

FORMATS = ("table", "json", "jsonl", "csv", "tsv", "markdown", "html")
"""Every listing's formats; `ics` and `vcf` are made of other values, by their own modules."""

_DRAWN_BY = {
    "json": ("json_format", "json_array"),
    "jsonl": ("json_format", "json_lines"),
    "csv": ("delimited", "csv_text"),
    "tsv": ("delimited", "tsv_text"),
    "markdown": ("markdown", "markdown"),
    "html": ("html", "html_page"),
}


def render(listing: Listing, format_name: str, screen: Screen | None = None) -> str:
    """Return the listing in one of FORMATS; only `table` looks at the screen."""
    if format_name == "table":
        from leadctl.render.table import table

        return table(listing, screen or Screen())
    module, function = _DRAWN_BY[format_name]
    draw = getattr(import_module(f"leadctl.render.{module}"), function)
    return cast("Callable[[Listing], str]", draw)(listing)

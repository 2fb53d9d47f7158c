"""Cells of labels and flags: the labels that they are, and the channels that they bar."""

from __future__ import annotations

from functools import lru_cache

from leadctl.rules.importing import cell_words, values
from leadctl.rules.importing.looks import is_date


@lru_cache(256)  # the rows of a file repeat few such cells
def labels(cell: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """Return the labels of a cell, and the channels that they bar."""
    tags = values.read_tags(cell)
    bars = (channel for tag in tags for channel in values.barred_by_tag(tag).split(","))
    return tuple(tags), frozenset(filter(None, bars))


@lru_cache(256)
def bars_of(kind: str, channels: str, cell: str) -> tuple[frozenset[str], bool]:
    """Return the channels that a flag's cell bars, and whether that is all that it says."""
    if kind == "bar" and channels == "all" and (named := values.named_channels(cell)):
        return named, True
    says = {"bar": values.says_yes, "allow": values.says_no, "words": values.says_out}[kind]
    is_all = kind != "words" and values.is_plain(cell)
    if says(cell):
        return frozenset(channels.split(",")), is_all
    return labels(cell)[1] if kind != "bar" else frozenset(), is_all


def says_set(cell: str) -> bool:
    """Whether a cell is a plain yes, or the day since when."""
    return values.answer(cell) in cell_words.YES or is_date(cell)

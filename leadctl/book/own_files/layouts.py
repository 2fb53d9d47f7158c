"""Finding and reading layouts: the book's own, then the user's, then the shipped ones."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from leadctl.book.files import create_atomic, disk, followed, read_text
from leadctl.book.own_files.definitions import shipped_folder
from leadctl.book.own_files.places import LAYOUTS
from leadctl.book.text.toml_read import parse_toml
from leadctl.errors import NotFound, Usage
from leadctl.rules.importing.layouts import Layout, read_layout

CASES = "cases"
"""The folder beside layouts that holds pairs of a file and what must come of it."""


def shipped_layouts() -> Path:
    """Return where the shipped layouts are: in the package, or beside it in a checkout."""
    return shipped_folder().parent / LAYOUTS


def layout_files(root: Path | None, own: Path | None) -> dict[str, tuple[Path, str]]:
    """Return every layout's file and whose it is, by name; the first place that has one counts."""
    places = [(shipped_layouts(), "shipped")]
    places += [(own / LAYOUTS, "yours")] if own else []
    places += [(root / LAYOUTS, "book")] if root else []
    found = {
        path.stem: (path, where)
        for folder, where in places
        for path in sorted(folder.glob("*.toml"))
        if not path.name.startswith(".")
    }
    return dict(sorted(found.items()))


def layouts(root: Path | None, own: Path | None) -> list[Layout]:
    """Return all layouts. Raises Usage for one that is none, Invalid for broken TOML."""
    return [_read(path, where) for path, where in layout_files(root, own).values()]


def layout_named(name: str, root: Path | None, own: Path | None) -> Layout:
    """Return a layout by its name, or by its file's path. Raises NotFound with the closest."""
    if name.endswith(".toml"):
        return _read(Path(name), "book")
    files = layout_files(root, own)
    if name not in files:
        import difflib

        close = difflib.get_close_matches(name, files, 3, 0.5)
        nearest = f"Closest: {', '.join(close)}. " if close else ""
        raise NotFound(
            f"There is no layout “{name}”.", hint=f"{nearest}See all: leadctl layout list"
        )
    return _read(*files[name])


def layout_text(name: str, root: Path | None, own: Path | None) -> str:
    """Return the text of a layout. Raises NotFound."""
    layout_named(name, root, own)
    path = Path(name) if name.endswith(".toml") else layout_files(root, own)[name][0]
    return read_text(followed(path), path.name)


def _read(path: Path, where: str) -> Layout:
    shown = f"{LAYOUTS}/{path.name}"
    return _parsed(read_text(followed(path), shown), path.stem, shown, where)


@lru_cache(256)
def _parsed(text: str, slug: str, shown: str, where: str) -> Layout:
    return read_layout(parse_toml(text, shown), slug, shown, where)


def pair_files(places: list[str]) -> Iterator[tuple[Path, dict[str, object]]]:
    """Yield the case pairs among files and folders: a file, and what the TOML beside it says.

    Raises NotFound for a place without any.
    """
    for place in places:
        path = Path(place)
        files = sorted(path.iterdir()) if path.is_dir() else [path]
        found = [one for one in files if one.suffix != ".toml" and _beside(one).is_file()]
        if not found:
            raise NotFound(f"There is no case in {place}.", hint="One is NAME.csv and NAME.toml.")
        for one in found:
            yield one, parse_toml(read_text(followed(_beside(one)), str(one)), _beside(one).name)


def _beside(path: Path) -> Path:
    return path.with_suffix(".toml")


def cases_folder(root: Path) -> str:
    """Return where a book has its case pairs."""
    return str(root / LAYOUTS / CASES)


def save_layout(root: Path, name: str, text: str) -> str:
    """Write a draft among the book's layouts, and return its place there.

    Raises Usage where one is there already: it may be finished.
    """
    relpath = f"{LAYOUTS}/{name}.toml"
    with disk(f"writing {relpath}"):
        (root / LAYOUTS).mkdir(0o700, exist_ok=True)
        try:
            create_atomic(root / relpath, text.encode())
        except FileExistsError:
            said = f"{relpath} is there already; a layout is never overwritten."
            raise Usage(said, hint=f"Use it: leadctl import FILE --layout {name}") from None
    return relpath

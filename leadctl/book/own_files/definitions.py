"""Finding and reading pipeline definitions: the shipped ones, and the book's own before them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from leadctl.book.files import followed, read_text
from leadctl.book.own_files.fingerprint import SCENARIOS, definition_places, shipped_place
from leadctl.book.own_files.places import PIPELINES
from leadctl.errors import Invalid, NotFound, Unreadable
from leadctl.values import dataclass

if TYPE_CHECKING:
    from leadctl.rules.language.pipeline import Pipeline
    from leadctl.rules.language.sheet import Written

LARGEST = 64 * 1024
"""No definition is larger than this many bytes: it is checked whole whenever it is read."""

DEEPEST = 8
"""So many definitions may stand one upon the other."""

_File = tuple[str, str, str]
"""A definition's id, what its file is called, and its text."""


@dataclass(frozen=True)
class Definition:
    """One definition as it was read: `file` is what people are told, `text` what stands there.

    What it extends is in its tables.
    """

    id: str
    file: str
    text: str
    written: Written

    @property
    def data(self) -> Mapping[str, object]:
        """Its tables."""
        return self.written.data

    @cached_property
    def pipeline(self) -> Pipeline:
        """The definition as a value. Raises Invalid with every problem."""
        from leadctl.rules.pipelines.build import build_pipeline

        return build_pipeline(self.written)


def shipped_folder() -> Path:
    """Return where the shipped definitions are."""
    return Path(shipped_place())


def definition_files(root: Path | None) -> dict[str, Path]:
    """Return the files of definitions, as `definition_places` does."""
    found = definition_places(None if root is None else str(root))
    return {name: Path(place) for name, place in found.items()}


def _read(path: Path, shown: str) -> _File:
    """Return a definition's file. Raises Invalid where it cannot be read."""
    # Installers may link a package's files; in a book a link is refused.
    real = followed(path) if path.parent == shipped_folder() else path
    try:
        return path.name.removesuffix(".toml"), shown, read_text(real, shown, LARGEST)
    except Unreadable as error:  # as with any other fault of it, its leads alone are concerned
        raise Invalid([error.problem]) from None


@lru_cache(64)
def _parsed(file: _File) -> Written:
    """Return the tables of one file: one text is read once, however many books have it."""
    from leadctl.book.text.toml_read import lines_of, parse_toml
    from leadctl.rules.language.sheet import written

    stem, shown, text = file
    found = written(parse_toml(text, shown, quoted=True), shown, lines_of(text))
    if found.data.get("id") != stem:
        said = "is not the file's name without .toml" if "id" in found.data else "is missing"
        raise Invalid([found.problem(("id",), said, f'write id = "{stem}"')])
    return found


@lru_cache(64)
def _built(chain: tuple[_File, ...]) -> Definition:
    """Return a definition with those that it extends, one after the other."""
    from leadctl.rules.pipelines.extending import extended

    found = _parsed(chain[0])
    if len(chain) > 1:
        found = extended(_built(chain[1:]).written, found)
    return Definition(*chain[0], found)


def definition_in(file: str, others: Definitions) -> Definition:
    """Return the definition in a file. Raises NotFound, or Invalid with file and line.

    What it extends stands beside it, or is one of the `others`.
    """
    return others.whole(Path(file), file, Path(file).parent)


def definitions_beside(file: str) -> list[str]:
    """Return the ids of the definitions in a file's folder, itself included."""
    names = [path.name for path in Path(file).parent.glob("*.toml")]
    return sorted(n.removesuffix(".toml") for n in names if not n.endswith(SCENARIOS))


class Definitions:
    """The definitions that a book can use, each read once and only when it is asked for."""

    def __init__(self, root: Path | None) -> None:
        self.root = root
        self._read: dict[str, Definition] = {}

    @cached_property
    def files(self) -> dict[str, Path]:
        """Every definition's file by id."""
        return definition_files(self.root)

    def path(self, pipeline_id: str) -> Path:
        """Return a definition's file. Raises NotFound with the closest ids."""
        if pipeline_id in self.files:
            return self.files[pipeline_id]
        import difflib

        close = difflib.get_close_matches(pipeline_id, self.files, 3, 0.5)
        nearest = f"Closest: {', '.join(close)}. " if close else ""
        raise NotFound(
            f"There is no pipeline {pipeline_id!r}.",
            hint=f"{nearest}See all: leadctl pipeline list",
        )

    def shown(self, pipeline_id: str) -> str:
        """Return what to call a definition's file: the path below the book or the installation."""
        return f"{PIPELINES}/{self.path(pipeline_id).name}"

    def is_own(self, pipeline_id: str) -> bool:
        """Whether the book itself holds this definition."""
        return self.root is not None and self.path(pipeline_id).parent == self.root / PIPELINES

    def read(self, pipeline_id: str) -> Definition:
        """Return a definition, unjudged. Raises NotFound, or Invalid with file and line."""
        if pipeline_id not in self._read:
            path, shown = self.path(pipeline_id), self.shown(pipeline_id)
            self._read[pipeline_id] = self.whole(path, shown)
        return self._read[pipeline_id]

    def whole(self, path: Path, shown: str, beside: Path | None = None) -> Definition:
        """Return the definition in a file together with what it extends.

        Raises NotFound where there is no such file, Invalid with file and line.
        """
        paths, chain = [path], [_read(path, shown)]
        while below := self._below(chain[-1], beside, paths):
            called = str(below) if below.parent == beside else f"{PIPELINES}/{below.name}"
            again = " (as shipped)" if called in {file[1] for file in chain} else ""
            paths.append(below)
            chain.append(_read(below, f"{called}{again}"))
        return _built(tuple(chain))

    def _below(self, file: _File, beside: Path | None, above: list[Path]) -> Path | None:
        """Return the file of what a definition extends, or None. Raises Invalid for none there."""
        written = _parsed(file)
        wanted = written.data.get("extends")
        if not wanted or not isinstance(wanted, str):
            return None  # it extends nothing, or the reader says what it should be
        found = self._extended(wanted, file[0], beside)
        said, near = "", ""
        if found is None:
            from leadctl.rules.language.nearest import nearest

            whose = "leadctl brings no" if wanted == file[0] else "there is no"
            said = f'{whose} definition "{wanted}"'
            near = nearest(wanted, {*self.files} - {file[0]})
        elif found in above:
            said = "goes round in a circle"
        elif len(above) == DEEPEST:
            said = f"goes on too long: {DEEPEST} definitions stand one upon the other"
        if said:
            raise Invalid([written.problem(("extends",), said, near)])
        return found

    def _extended(self, wanted: str, extending: str, beside: Path | None) -> Path | None:
        """Return the file of a definition that another extends; of its own id, the shipped one."""
        shipped = shipped_folder() / f"{wanted}.toml"
        if wanted == extending:
            return shipped if shipped.is_file() else None
        near = beside / f"{wanted}.toml" if beside else None
        return near if near and near.is_file() else self.files.get(wanted)

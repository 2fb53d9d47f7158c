"""Finding and reading pipeline definitions: the shipped ones, and the book's own before them."""

from __future__ import annotations

from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leadctl.book.files import read_text
from leadctl.book.own_files.places import PIPELINES, SETTINGS
from leadctl.errors import Invalid, NotFound, Problem, Unreadable
from leadctl.values import dataclass

if TYPE_CHECKING:
    from leadctl.book.text.toml_read import Lines
    from leadctl.rules.language.pipeline import Pipeline

LARGEST = 64 * 1024
"""No definition is larger than this many bytes: it is checked whole whenever it is read."""
SCENARIOS = ".scenarios.toml"
"""How the name of a definition's scenarios ends."""


@dataclass(frozen=True)
class Definition:
    """One definition as it was read: `file` is what people are told, `line` finds its keys."""

    id: str
    file: str
    text: str
    data: dict[str, Any]
    line: Lines

    @cached_property
    def pipeline(self) -> Pipeline:
        """The definition as a value. Raises Invalid with every problem."""
        from leadctl.rules.pipelines.build import build_pipeline

        return build_pipeline(self.data, self.file, self.line)


def shipped_folder() -> Path:
    """Return where the shipped definitions are: in the package, or beside it in a checkout."""
    package = Path(__file__).resolve().parents[2]
    inside = package / PIPELINES
    return inside if inside.is_dir() else package.parent / PIPELINES


def definition_files(root: Path | None) -> dict[str, Path]:
    """Return the definitions by id (the file's name without .toml), in the order of their ids.

    A book's own file takes the place of a shipped one with the same id.
    """
    folders = [shipped_folder(), *([root / PIPELINES] if root else [])]
    found = {
        path.name.removesuffix(".toml"): path
        for folder in folders
        for path in sorted(folder.glob("*.toml"))
        if not path.name.startswith(".") and not path.name.endswith(SCENARIOS)
    }
    return dict(sorted(found.items()))


def fingerprint(root: Path) -> str:
    """Return what is different whenever a definition of a book, or its settings, may be.

    The book's own files are in it whole; of the shipped ones, which come with a version of the
    package, only how they lie on the disk. Raises Busy, Invalid or NotFound as reading them does.
    """
    told = [read_text((root / SETTINGS).resolve(), SETTINGS)]
    for name, path in definition_files(root).items():
        if path.parent == shipped_folder():
            found = path.stat()
            told.append(f"{name} {found.st_mtime_ns} {found.st_size}")
        else:
            told.append(f"{name} {read_text(path, name)}")
    return "\0".join(told)


def read_definition(path: Path, shown: str = "") -> tuple[dict[str, Any], Lines]:
    """Return a definition's tables and the line of each. Raises Invalid with file and line."""
    found = _definition(path, shown or str(path))
    return found.data, found.line


def _definition(path: Path, shown: str) -> Definition:
    # Installers may link a package's files; in a book a link is refused.
    try:
        text = read_text(
            path.resolve() if path.parent == shipped_folder() else path, shown, LARGEST
        )
    except Unreadable as error:  # as with any other fault of it, its leads alone are concerned
        raise Invalid([error.problem]) from None
    return _parsed(path.name.removesuffix(".toml"), shown, text)


@lru_cache(64)
def _parsed(stem: str, shown: str, text: str) -> Definition:
    """Return a definition by its text: one text is read once, however many books have it."""
    from leadctl.book.text.toml_read import lines_of, parse_toml

    data = parse_toml(text, shown, quoted=True)
    line = lines_of(text)
    if data.get("id") != stem:
        said = "is not the file's name without .toml" if "id" in data else "is missing"
        raise Invalid([Problem(shown, line(("id",)), "id", said, f'write id = "{stem}"')])
    return Definition(stem, shown, text, data, line)


def definition_in(file: str) -> Definition:
    """Return the definition in a file. Raises NotFound, or Invalid with file and line."""
    return _definition(Path(file), file)


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
            self._read[pipeline_id] = _definition(path, shown)
        return self._read[pipeline_id]

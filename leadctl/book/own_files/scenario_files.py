"""Finding scenarios: the file beside a definition, and the definitions they run with."""

from __future__ import annotations

from pathlib import Path

from leadctl.book.files import followed, read_text
from leadctl.book.own_files.definitions import Definitions, shipped_folder
from leadctl.book.own_files.fingerprint import SCENARIOS
from leadctl.book.text.toml_read import lines_of, parse_toml
from leadctl.errors import NotFound
from leadctl.rules.pipelines.scenario import Scenarios, read_scenarios
from leadctl.values import dataclass


@dataclass(frozen=True)
class ScenarioFile:
    """A definition's scenarios. `texts` are the definitions beside it that are not shipped."""

    pipeline: str
    file: str
    found: Scenarios
    texts: dict[str, str]


def scenario_file(definitions: Definitions, wanted: str) -> ScenarioFile:
    """Return the scenarios of a definition, by its id, its file, or the scenarios' own file.

    Raises NotFound where there are none, Invalid with every problem in them.
    """
    typed = Path(wanted)
    is_file = wanted.endswith(".toml")
    folder = typed.parent if is_file else definitions.path(wanted).parent
    name = typed.name.removesuffix(".toml").removesuffix(".scenarios") if is_file else wanted
    shown = str(folder / f"{name}{SCENARIOS}") if is_file else f"pipelines/{name}{SCENARIOS}"
    path = folder / f"{name}{SCENARIOS}"
    if not path.is_file():
        raise NotFound(f"{name} has no scenarios.", hint=f"Write them in {shown}")
    text = read_text(followed(path), shown)
    found = read_scenarios(parse_toml(text, shown), shown, lines_of(text))
    return ScenarioFile(name, shown, found, _texts(folder))


def with_scenarios(definitions: Definitions) -> list[str]:
    """Return the ids of the definitions that have scenarios beside them."""
    return [
        name
        for name, path in definitions.files.items()
        if (path.parent / f"{name}{SCENARIOS}").is_file()
    ]


def _texts(folder: Path) -> dict[str, str]:
    """Return a folder's definitions, none for the shipped ones: those are there by their id."""
    if followed(folder) == followed(shipped_folder()):
        return {}
    return {
        path.name.removesuffix(".toml"): read_text(followed(path), str(path))
        for path in sorted(folder.glob("*.toml"))
        if not path.name.endswith(SCENARIOS)
    }

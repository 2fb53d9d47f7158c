"""The package keeps to its plan, and the checker that says so finds what is planted."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable
from statistics import median, quantiles

import pytest
from architecture import (
    ATTRIBUTES,
    LAYERS,
    LIBRARIES,
    NAMES,
    ROOMS,
    VAGUE,
    Module,
    circle,
    function_lengths,
    imports,
    leaves_its_room,
    module,
    modules,
    unexplained,
    violations,
)
from cli_runner import ROOT

LONGEST = 300
"""Lines of a module, at most: one that is longer has two subjects."""

SOURCES = modules(ROOT / "leadctl", ROOT)
TESTS = modules(ROOT / "tests", ROOT)


def assert_none(found: Iterable[str]) -> None:
    """Fail with every line found."""
    lines = list(found)
    assert not lines, "\n".join(["", *lines])


def planted(name: str, code: str) -> list[str]:
    """Return what the checker finds in one module of one documented piece of code."""
    return violations(module(name, f'"""Planted."""\n{code}\n'))


def test_the_package_keeps_to_its_plan() -> None:
    """No import goes up, no library, builtin, clock or file is used outside its layer."""
    assert_none(line for source in SOURCES for line in violations(source))


def test_every_layer_listed_exists() -> None:
    """The list of layers holds nothing that is gone, and everything in the package is listed."""
    there = {source.name.split(".")[1] if "." in source.name else "" for source in SOURCES}
    assert there == set(LAYERS)


def test_every_arrow_goes_down() -> None:
    """Each module lies in a listed room, and imports its own room and those below it alone."""
    assert_none(line for source in SOURCES for line in leaves_its_room(source))


def test_every_room_listed_exists() -> None:
    """The list of rooms holds nothing that is gone."""
    there = {source.name.partition(".")[2] for source in SOURCES}
    folders = {name.rpartition(".")[0] for name in there}
    assert [room for room in ROOMS if room not in there | folders] == []


def test_nothing_goes_round() -> None:
    """No modules import each other in a circle, of any size."""
    assert circle(SOURCES) == []


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [
        ("leadctl.rules.cellar.thing", "", "no room lists leadctl.rules.cellar.thing"),
        ("leadctl.rules.thing", "", "no room lists leadctl.rules.thing"),
        ("leadctl.book.attic", "", "no room lists leadctl.book.attic"),
        ("leadctl.actions.cellar.thing", "", "no room lists leadctl.actions.cellar.thing"),
        ("leadctl.shed", "", "no room lists leadctl.shed"),
        (
            "leadctl.rules.time.thing",
            "from leadctl.rules.leads.lead import Lead",
            "rules.time may not import rules.leads",
        ),
        (
            "leadctl.rules.clauses.thing",
            "def _f():\n    from leadctl.rules.moves.effects import kind",
            "rules.clauses may not import rules.moves.effects",
        ),
        (
            "leadctl.book.text.thing",
            "if TYPE_CHECKING:\n    from leadctl.book import book",
            "book.text may not import book.book",
        ),
        (
            "leadctl.actions.thing",
            "from leadctl.actions.importing import rows",
            "actions may not import actions.importing",
        ),
        ("leadctl.render.thing", "import leadctl.attic.box", "may not import the unlisted"),
    ],
)
def test_a_planted_room_and_arrow_are_found(name: str, code: str, said: str) -> None:
    """A room that nobody lists, a module in none, and an arrow up turn red, however written."""
    [found] = leaves_its_room(module(name, f'"""Planted."""\n{code}\n'))
    assert said in found


@pytest.mark.parametrize("size", [2, 3, 5])
@pytest.mark.parametrize(
    "arrow",
    [
        "from leadctl.rules.due.{to} import thing",
        "def _late():\n    import leadctl.rules.due.{to}",
        "if TYPE_CHECKING:\n    from leadctl.rules.due import {to}",
        "from . import {to}",
    ],
)
def test_a_planted_circle_is_found(size: int, arrow: str) -> None:
    """A circle of any size within one room turns red; the same chain left open does not."""
    names = [f"ring{number}" for number in range(size)]
    after = dict(zip(names, [*names[1:], names[0]], strict=True))
    ring = [
        module(f"leadctl.rules.due.{name}", f'"""Planted."""\n{arrow.format(to=to)}\n')
        for name, to in after.items()
    ]
    assert not [line for source in ring for line in leaves_its_room(source)]
    assert len(set(circle([*SOURCES, *ring]))) == size
    assert circle([*SOURCES, *ring[1:]]) == []


def test_tests_lie_as_what_they_test() -> None:
    """A folder of tests below rules, book, actions, commands or render is a room of the package."""
    folders = {".".join(source.name.split(".")[1:-1]) for source in TESTS}
    tops = ("rules.", "book.", "actions.", "commands.", "render.")
    assert [name for name in folders if name.startswith(tops) and name not in ROOMS] == []


def test_every_use_case_is_tested_by_name() -> None:
    """Each module of actions that a command calls is imported by a test; so is each rule's room."""
    called = _imported([one for one in SOURCES if one.layer in {"commands", "cli"}])
    tested = _imported(TESTS)
    actions = {one.name for one in SOURCES if one.layer == "actions" and not _is_room(one)}
    assert sorted((actions & called) - tested) == []


def test_no_two_test_files_share_a_name() -> None:
    """pytest cannot collect both in one run, and says so only when a worker is given both."""
    names = Counter(path.name for path in (ROOT / "tests").rglob("test_*.py"))
    assert [name for name, count in names.items() if count > 1] == []


def _is_room(source: Module) -> bool:
    return source.file.endswith("__init__.py")


def _imported(sources: Iterable[Module]) -> set[str]:
    """Return the modules that are imported, a name taken from one counting for it."""
    names = {name for source in sources for _, name in imports(source)}
    return names | {name.rpartition(".")[0] for name in names}


def test_nothing_but_source_lies_in_the_package() -> None:
    """Every folder of the package is a Python package; no data hides between the modules."""
    folders = {path.parent for path in (ROOT / "leadctl").rglob("*.py")}
    assert [folder for folder in folders if not (folder / "__init__.py").exists()] == []
    others = {path.suffix for path in (ROOT / "leadctl").rglob("*") if path.is_file()}
    assert others <= {".py", ".pyc", ".typed"}


def test_functions_are_short() -> None:
    """Half of all functions have at most 9 lines, nine of ten at most 25."""
    lengths = function_lengths(SOURCES)
    longest = sorted(lengths.items(), key=lambda item: -item[1])[:10]
    assert median(lengths.values()) <= 9, longest
    assert quantiles(lengths.values(), n=10)[-1] <= 25, longest


def test_no_file_holds_two_subjects() -> None:
    """Each module of the package is short enough to be read at a sitting."""
    lines = {source.file: source.source.count("\n") for source in SOURCES}
    assert {file: count for file, count in lines.items() if count > LONGEST} == {}


def test_no_module_is_a_drawer() -> None:
    """No module or folder has a name that means "everything else"."""
    assert [s.file for s in SOURCES + TESTS if VAGUE & set(s.name.split("."))] == []


def test_every_excuse_has_a_reason() -> None:
    """Each noqa and type: ignore names its rule and says why it is right here."""
    assert_none(line for source in SOURCES + TESTS for line in unexplained(source))


def test_every_test_says_what_it_proves() -> None:
    """Each test has a docstring."""
    silent = [
        f"{source.file}:{node.lineno} {node.name}"
        for source in TESTS
        for node in ast.walk(source.tree)
        if isinstance(node, ast.FunctionDef)
        and node.name.startswith("test_")
        and not ast.get_docstring(node)
    ]
    assert_none(silent)


ORDER = ["cli", "commands", "actions", "book", "rules", "errors"]


@pytest.mark.parametrize(
    ("lower", "upper"),
    [(low, up) for place, up in enumerate(ORDER) for low in ORDER[place + 1 :]]
    + [("actions", "render"), ("render", "actions"), ("book", "render"), ("render", "commands")],
)
@pytest.mark.parametrize(
    "code",
    [
        "import leadctl.{up}.thing",
        "import leadctl.{up}.thing as thing",
        "from leadctl.{up} import thing",
        "from leadctl.{up}.thing import name",
        "from leadctl import {up}",
        "from .. import {up}",
        "from ..{up} import thing",
        "def _late():\n    from leadctl.{up} import thing",
        "if TYPE_CHECKING:\n    from leadctl.{up} import thing",
    ],
)
def test_an_import_upwards_is_found(lower: str, upper: str, code: str) -> None:
    """However it is written, an import that goes up, or across, is reported."""
    found = planted(f"leadctl.{lower}.planted", code.format(up=upper))
    assert len(found) == 1
    assert f"{lower} may not import {upper}" in found[0]


def test_imports_downwards_are_free() -> None:
    """A layer imports itself and all below it."""
    for place, upper in enumerate(ORDER):
        for lower in ORDER[place:]:
            assert planted(f"leadctl.{upper}.planted", f"from leadctl.{lower} import thing") == []
    assert planted("leadctl.rules.planted", "from leadctl import __version__") == []
    assert planted("leadctl.render.planted", "from leadctl.rules.leads.lead import Lead") == []


def test_a_dynamic_import_is_an_import() -> None:
    """import_module reaches no further than `import` would."""
    [found] = planted("leadctl.render.formats", "import_module(f'leadctl.actions.{name}')")
    assert "render may not import actions" in found


@pytest.mark.parametrize("name", ["leadctl.helpers", "leadctl.web.server", "leadctl.clix"])
def test_an_unlisted_module_is_found(name: str) -> None:
    """A module or folder that no layer lists is reported."""
    assert planted(name, "") == [f"{name.replace('.', '/')}.py: no layer lists {name}"]


def test_an_import_of_something_unlisted_is_found() -> None:
    """So is an import of one."""
    assert "the unlisted" in planted("leadctl.commands.x", "from leadctl.web import server")[0]


@pytest.mark.parametrize("library", sorted(LIBRARIES))
@pytest.mark.parametrize("layer", [*ORDER, "render"])
def test_a_library_outside_its_layer_is_found(library: str, layer: str) -> None:
    """Each restricted library is reported everywhere but in its layers, inside functions too."""
    for code in (f"import {library}", f"def _f():\n    from {library} import thing"):
        found = planted(f"leadctl.{layer}.planted", code)
        assert bool(found) == (layer not in LIBRARIES[library]), found


@pytest.mark.parametrize("name", sorted(NAMES))
@pytest.mark.parametrize("layer", [*ORDER, "render"])
def test_a_builtin_outside_its_layer_is_found(name: str, layer: str) -> None:
    """Each restricted builtin is reported everywhere but in its layers."""
    assert bool(planted(f"leadctl.{layer}.planted", f"{name}('x')")) == (layer not in NAMES[name])


@pytest.mark.parametrize("name", sorted(ATTRIBUTES))
def test_the_clock_and_the_environment_are_found_below(name: str) -> None:
    """The rules reach neither clock nor environment nor streams, by any of the usual spellings."""
    first, last = name.split(".")
    for code in (f"{name}", f"{name}()", f"dt.{name}", f"from {first} import {last}"):
        assert any(name in line for line in planted("leadctl.rules.planted", code)), code


@pytest.mark.parametrize(
    "code",
    [
        "Path('x').open()",
        "path.read_text()",
        "a.b.write_text('')",
        "(p / 'x').unlink()",
        "p.stat()",
    ],
)
def test_files_touched_outside_the_book_are_found(code: str) -> None:
    """A Path's methods that reach the disk are for the book alone."""
    for layer in ("rules", "render", "actions", "commands", "cli"):
        assert "may not touch the disk" in planted(f"leadctl.{layer}.planted", code)[0]
    assert planted("leadctl.book.planted", code) == []
    assert planted("leadctl.actions.planted", "Book.open(root)") == []


def test_a_missing_docstring_is_found() -> None:
    """Public functions, methods and classes without a docstring are reported, private ones not."""
    code = "def public(): ...\nclass Public:\n    def method(self): ...\ndef _private(): ...\n"
    found = planted("leadctl.rules.planted", code)
    assert [line.split(": ", 1)[1].split()[0] for line in found] == ["public", "Public", "method"]
    assert violations(module("leadctl.rules.x", "x = 1\n")) == [
        "leadctl/rules/x.py:1: the module has no docstring"
    ]


@pytest.mark.parametrize(
    ("comment", "fine"),
    [
        ("# noqa", False),
        ("# noqa: E501", False),
        ("# noqa: E501 -", False),
        ("# noqa: E501, PLR0913 - click has one parameter an option", True),
        ("# noqa: BLE001  # the last handler", True),
        ("# type: ignore", False),
        ("# type: ignore[arg-type]", False),
        ("# type: ignore[arg-type]  # it is a BytesIO", True),
        ("# noqa: SIM115 (closed by its owner)", True),
        ("# an ordinary remark", True),
    ],
)
def test_an_excuse_without_a_reason_is_found(comment: str, fine: bool) -> None:
    """An excuse needs both its rule's name and some words."""
    assert (unexplained(module("x", f"x = 1  {comment}\n")) == []) == fine
    assert unexplained(module("x", f'x = "{comment}"\n')) == []


def test_a_length_counts_code_alone() -> None:
    """A docstring and blank lines make no function longer."""
    code = 'def f():\n    """One.\n\n    Two.\n    """\n\n    return (\n        1\n    )\n'
    source: Module = module("x", code)
    assert function_lengths([source]) == {"x.py:1 f": 4}

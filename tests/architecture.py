"""Reads the package's source and says where it leaves the plan of its layers."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

PACKAGE = "leadctl"

LAYERS = {
    "__main__": "cli",
    "cli": "cli",
    "failure": "cli",
    "own_modules": "cli",
    "streams": "cli",
    "commands": "commands",
    "render": "render",
    "actions": "actions",
    "book": "book",
    "rules": "rules",
    "errors": "errors",
    "values": "errors",
    "patterns": "errors",
    "": "errors",  # the package itself: its version
}
"""Top module or folder -> its layer. What is not listed here does not belong in the package."""

BELOW = {
    "cli": {"cli", "commands", "render", "actions", "book", "rules", "errors"},
    "commands": {"commands", "render", "actions", "book", "rules", "errors"},
    "render": {"render", "book", "rules", "errors"},
    "actions": {"actions", "book", "rules", "errors"},
    "book": {"book", "rules", "errors"},
    "rules": {"rules", "errors"},
    "errors": {"errors"},
}
"""Layer -> the layers that it may import."""

ROOMS = (
    *("", "values", "patterns", "errors"),
    *(
        "rules.time",
        "rules.leads",
        "rules.query",
        "rules.language",
        "rules.due.rows",
        "rules.clauses",
        "rules.moves.judging",
        "rules.due",
    ),
    *("rules.moves.effects", "rules.moves", "rules.pipelines"),
    *("rules.joining", "rules.importing.languages", "rules.importing"),
    *("rules.reports", "rules.reports.kinds"),
    "render",
    *("book.temps", "book.files", "book.run_command", "book.side_process"),
    *("book.text", "book.tables", "book.own_files", "book.journal", "book.index", "book.git"),
    *("book.seen_files", "book.book", "book.selector", "book.said_enough", "book.writing"),
    *("book.scratch", "book.surroundings"),
    *("actions", "actions.looking", "actions.recording", "actions.keeping"),
    *("actions.importing", "actions.pipelines", "actions.sharing"),
    *("commands.starting", "commands.offering", "commands.telling"),
    *("commands.asking", "commands"),
    *("streams", "failure", "cli", "own_modules", "__main__"),
)
"""Every room (a folder, or a module that stands alone), the lowest first: arrows only go down.

A room holds the modules that lie in its folder itself; a folder within it is a room of its own.
"""

DOORS = frozenset({"rules", "book"})
"""Folders of rooms, in which no module lies but what says so in a sentence."""

SESSION = "leadctl.commands.starting.session"
LIBRARIES = {
    "click": {"cli", "commands"},
    "tabulate": {"render"},
    "tomllib": set(),  # tomli is the same parser, compiled
    "tomli": {"book"},
    "tomli_w": {"book"},
    "tomlkit": {"book"},
    "sqlite3": {"book"},
    "subprocess": {"book"},
    "fcntl": {"book"},
    "shutil": {"book"},
    "tempfile": {"book"},
    "random": {"book"},
    "secrets": {"book"},
    "os": {"cli", "book", SESSION},
    "glob": {"book"},
    "time": {"book", SESSION},
    "_signal": {"cli"},
    "signal": {
        "leadctl.book.journal.lock",
        "cli",
        "leadctl.book.side_process",
        "leadctl.book.writing.undisturbed",
        "leadctl.book.own_files.pager",  # Ctrl-C is the pager's while it shows a page
    },
    "multiprocessing": {"leadctl.book.side_process"},
    "marshal": {"leadctl.book.side_process", "leadctl.own_modules"},
    "socket": set(),
    "urllib": set(),
    "http": set(),
    "smtplib": set(),
    "dataclasses": {"leadctl.values"},  # slow to import: that module has the same
    "pickle": {"leadctl.book.index.packing", "leadctl.book.index.definitions"},  # values alone
    "logging": set(),
    "importlib": {
        "leadctl.rules.reports.report",
        "leadctl.commands.starting.lazy_group",
        "leadctl.commands.schema",
        "leadctl.render.formats",
        "leadctl.own_modules",
        "book",
    },
}
"""Library -> the layers, or single modules, that may import it. Any other library is free."""

CLOCK = {"cli", SESSION}
DISK = {"book", "leadctl.own_modules"}
NAMES = {
    "open": DISK,
    "print": set[str](),
    "input": set[str](),
    "eval": set[str](),
    "exec": {"leadctl.values", "leadctl.own_modules"},
    "compile": set[str](),
    "__import__": set[str](),
    "exit": set[str](),
    "quit": set[str](),
}
"""Builtin -> who may call it."""

ATTRIBUTES = {
    "os.open": {"book", "leadctl.streams"},
    "os.environ": {
        *("leadctl.cli", "leadctl.failure", SESSION),
        "leadctl.book.own_files.zone_files",  # tells zoneinfo something that way, and takes it back
    },
    "os.environb": set[str](),
    "os.getenv": set[str](),
    "os.system": set[str](),
    "os._exit": {"leadctl.__main__"},
    "sys.exit": set[str](),
    "sys.argv": {"leadctl.cli"},
    "sys.stdout": {"cli", "commands"},
    "sys.stderr": {"cli", "commands"},
    "datetime.now": CLOCK,
    "datetime.utcnow": set[str](),
    "datetime.today": set[str](),
    "date.today": set[str](),
    "time.time": CLOCK,
    "time.time_ns": CLOCK,
    "time.localtime": set[str](),
    "typing.Any": set[str](),  # what is not known yet is an object, and looked at before it is used
}
"""The last two names of a dotted one -> who may use it."""

FILE_METHODS = frozenset(
    [
        *("open", "read_text", "write_text", "read_bytes", "write_bytes", "touch", "unlink"),
        *("mkdir", "rmdir", "iterdir", "glob", "rglob", "walk", "stat", "lstat", "chmod"),
        *("exists", "is_file", "is_dir", "is_symlink", "symlink_to", "hardlink_to", "resolve"),
    ]
)
"""Methods of a Path that touch the disk: only `book` calls them. `Book.open` is not one."""

VAGUE = frozenset({"util", "utils", "helper", "helpers", "common", "misc", "shared", "tools"})


@dataclass(frozen=True)
class Module:
    """One source file: its dotted name, its file, its syntax tree."""

    name: str
    file: str
    source: str
    tree: ast.Module

    @property
    def layer(self) -> str:
        """The layer that its top folder or module belongs to, or ""."""
        return layer_of(self.name)


def layer_of(name: str) -> str:
    """Return the layer of a dotted name inside the package, or ""."""
    parts = name.split(".")
    return LAYERS.get(parts[1] if len(parts) > 1 else "", "")


def module(name: str, source: str, file: str = "") -> Module:
    """Parse one module."""
    return Module(name, file or f"{name.replace('.', '/')}.py", source, ast.parse(source))


def modules(folder: Path, base: Path) -> list[Module]:
    """Parse every Python file of a folder; names are dotted from `base`."""
    return [_module(path, base) for path in sorted(folder.rglob("*.py"))]


def _module(path: Path, base: Path) -> Module:
    relative = path.relative_to(base)
    name = ".".join(relative.with_suffix("").parts).removesuffix(".__init__")
    return module(name, path.read_text(encoding="utf-8"), str(relative))


def violations(source: Module) -> list[str]:
    """Return every way in which a module of the package leaves the plan."""
    if not source.layer:
        return [f"{source.file}: no layer lists {source.name}"]
    checks: list[Callable[[Module], Iterator[tuple[int, str]]]]
    checks = [_arrows, _libraries, _calls, _attributes, _docstrings]
    found = [(line, text) for check in checks for line, text in check(source)]
    return [f"{source.file}:{line}: {text}" for line, text in sorted(found)]


def imports(source: Module) -> Iterator[tuple[int, str]]:
    """Yield the line and dotted name of each import, wherever in the module it stands."""
    is_package = source.file.endswith("__init__.py")
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = _absolute(source.name, node, is_package)
            yield from ((node.lineno, f"{start}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Call) and _dotted(node.func).endswith("import_module"):
            yield node.lineno, _text_of(node.args[0]) if node.args else ""


def _absolute(name: str, node: ast.ImportFrom, is_package: bool) -> str:
    """Return the module that `from ... import` names, without leading dots."""
    if not node.level:
        return node.module or ""
    parts = name.split(".")
    kept = parts[: len(parts) - node.level + is_package]
    return ".".join([*kept, *([node.module] if node.module else [])])


def _text_of(node: ast.expr) -> str:
    """Return the text that an expression begins with, as far as it is written out."""
    if isinstance(node, ast.JoinedStr) and node.values:
        return _text_of(node.values[0])
    return str(node.value) if isinstance(node, ast.Constant) else ""


def _arrows(source: Module) -> Iterator[tuple[int, str]]:
    """Yield imports that do not go down."""
    for line, name in imports(source):
        if name.split(".")[0] != PACKAGE:
            continue
        layer = layer_of(name) or _version_or_nothing(name)
        if layer not in BELOW[source.layer]:
            yield line, f"{source.layer} may not import {layer or 'the unlisted'} ({name})"


def _version_or_nothing(name: str) -> str:
    """Return the layer of a name taken from the package itself (`from leadctl import ...`)."""
    return LAYERS[""] if name == f"{PACKAGE}.__version__" else ""


def room_of(name: str) -> str | None:
    """Return the room that a dotted name inside the package is in, or None."""
    parts = name.split(".")[1:]
    for count in range(len(parts), 0, -1):
        room = ".".join(parts[:count])
        if room in ROOMS:
            return room
    return "" if name == f"{PACKAGE}.__version__" else None


def leaves_its_room(source: Module) -> list[str]:
    """Return why a module is in no room, and each of its imports that does not go down."""
    own = source.name.partition(".")[2]
    if own in DOORS or not own:
        return []
    folder = own if own in ROOMS else own.rpartition(".")[0]
    if folder not in ROOMS or not folder:
        return [f"{source.file}: no room lists {source.name}"]
    return [
        f"{source.file}:{line}: {folder} may not import {room_of(name) or 'the unlisted'} ({name})"
        for line, name in imports(source)
        if name.split(".")[0] == PACKAGE and not _goes_down(folder, room_of(name))
    ]


def _goes_down(room: str, other: str | None) -> bool:
    return other is not None and ROOMS.index(other) <= ROOMS.index(room)


def graph(sources: Iterable[Module]) -> dict[str, set[str]]:
    """Return the modules that each module imports, wherever in it and for whatever use."""
    found = {source.name: source for source in sources}
    return {
        name: {
            to for _, asked in imports(source) if (to := _module_in(asked, found)) not in {"", name}
        }
        for name, source in found.items()
    }


def _module_in(name: str, known: Container[str]) -> str:
    """Return the module that a dotted name is, or is in; "" for none of those known."""
    while name and name not in known:
        name = name.rpartition(".")[0]
    return name


def circle(sources: Iterable[Module]) -> list[str]:
    """Return modules that import each other in a circle, of any size; none where there is none."""
    try:
        TopologicalSorter(graph(sources)).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def _libraries(source: Module) -> Iterator[tuple[int, str]]:
    """Yield libraries imported outside the layers that they are for."""
    for line, name in imports(source):
        library = name.split(".")[0]
        if library in LIBRARIES and not _may(source, LIBRARIES[library]):
            yield line, f"{source.layer} may not import {library}"


def _may(source: Module, allowed: Iterable[str]) -> bool:
    return source.layer in allowed or source.name in allowed


def _calls(source: Module) -> Iterator[tuple[int, str]]:
    """Yield builtins and file methods called outside the layers that they are for."""
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name) and not _may(source, NAMES.get(node.func.id, BELOW)):
            yield node.lineno, f"{source.layer} may not call {node.func.id}()"
        if isinstance(node.func, ast.Attribute) and _reaches_disk(source, node.func):
            yield node.lineno, f"{source.layer} may not touch the disk (.{node.func.attr}())"


def _reaches_disk(source: Module, called: ast.Attribute) -> bool:
    """Whether a method called is a Path's where it may not be; a book's own `open` is not one."""
    if called.attr not in FILE_METHODS or _tail(called) == "Book.open":
        return False
    return not _may(source, DISK) and not _may(source, ATTRIBUTES.get(_tail(called), ()))


def _attributes(source: Module) -> Iterator[tuple[int, str]]:
    """Yield dotted names (the clock, the environment, the streams) out of their place."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute):
            tail = _tail(node)
            if tail in ATTRIBUTES and not _may(source, ATTRIBUTES[tail]):
                yield node.lineno, f"{source.name} may not use {tail}"
        elif isinstance(node, ast.ImportFrom) and not node.level:
            for alias in node.names:
                tail = f"{node.module}.{alias.name}"
                if tail in ATTRIBUTES and not _may(source, ATTRIBUTES[tail]):
                    yield node.lineno, f"{source.name} may not use {tail}"


def _dotted(node: ast.expr) -> str:
    """Return a.b.c for such an expression, with "" for what is not a name."""
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def _tail(node: ast.expr) -> str:
    return ".".join(_dotted(node).split(".")[-2:])


def _docstrings(source: Module) -> Iterator[tuple[int, str]]:
    """Yield the module, public classes and public functions that say nothing of themselves."""
    if source.source.strip() and not ast.get_docstring(source.tree):
        yield 1, "the module has no docstring"
    yield from _undocumented(source.tree.body)


def _undocumented(body: Iterable[ast.stmt]) -> Iterator[tuple[int, str]]:
    for node in body:
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        if node.name.startswith("_") or _is_overload(node):
            continue
        if not ast.get_docstring(node):
            yield node.lineno, f"{node.name} has no docstring"
        if isinstance(node, ast.ClassDef):
            yield from _undocumented(node.body)


def _is_overload(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> bool:
    return any(_dotted(mark).endswith("overload") for mark in node.decorator_list)


def function_lengths(sources: Iterable[Module]) -> dict[str, int]:
    """Return "file:line name" -> lines of each function, but for docstrings and blank lines."""
    return {
        f"{source.file}:{node.lineno} {node.name}": _length(node, source.source.split("\n"))
        for source in sources
        for node in ast.walk(source.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def _length(node: ast.FunctionDef | ast.AsyncFunctionDef, lines: list[str]) -> int:
    kept = set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    first = node.body[0]
    if ast.get_docstring(node) is not None:
        kept -= set(range(first.lineno, (first.end_lineno or first.lineno) + 1))
    return sum(1 for number in kept if lines[number - 1].strip())


_EXCUSE = re.compile(r"#\s*(noqa|type:\s*ignore)\b(?P<rest>.*)", re.IGNORECASE)
_REASON = re.compile(r"^(:\s*[A-Z]+\d+(,\s*[A-Z]+\d+)*|\[[\w, -]+\])\s*[-#(]\s*\w.{3}")


def unexplained(source: Module) -> list[str]:
    """Return each `noqa` and `type: ignore` without its rule's name or, after it, a reason."""
    comments = (
        token
        for token in tokenize.generate_tokens(io.StringIO(source.source).readline)
        if token.type == tokenize.COMMENT
    )
    return [
        f"{source.file}:{token.start[0]}: {token.string}"
        for token in comments
        if (excuse := _EXCUSE.search(token.string)) and not _REASON.match(excuse["rest"])
    ]

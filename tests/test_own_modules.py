"""The finder of this package's own modules gives what Python's own would, or leaves it to that."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from cli_runner import ENV

from leadctl.own_modules import OwnModules

CODE = """
import sys
sys.path.insert(0, sys.argv[1])
import house
if sys.argv[2] == "own":
    from leadctl.own_modules import OwnModules
    sys.meta_path.insert(0, OwnModules("house"))
import house.door, house.room, house.room.table
for one in (house.door, house.room, house.room.table):
    spec = one.__spec__
    print(one.__name__, one.__file__, one.__cached__, one.__package__, spec.has_location,
          getattr(one, "__path__", None), one.SAYS, spec.loader.get_source(one.__name__))
print(type(house.door.__spec__.loader).__name__, file=sys.stderr)
"""


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A package of two modules and a folder, compiled once."""
    (tmp_path / "house" / "room").mkdir(parents=True)
    for name in ("__init__", "door", "room/__init__", "room/table"):
        (tmp_path / "house" / f"{name}.py").write_text(f"SAYS = {name!r}\n")
    run(tmp_path, "python")
    return tmp_path


def run(place: Path, finder: str) -> subprocess.CompletedProcess[str]:
    """Return what a fresh Python says of the modules."""
    words = [sys.executable, "-c", CODE, str(place), finder]
    root = str(Path(__file__).parents[1])
    env = {**ENV, "PYTHONPATH": root}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    return subprocess.run(words, env=env, capture_output=True, text=True, check=True)


def agreed(place: Path) -> str:
    """Return by whom the door was loaded, once both finders say the same of all modules."""
    ours = run(place, "own")
    assert ours.stdout == run(place, "python").stdout
    return ours.stderr.strip()


def test_modules_are_as_python_finds_them(house: Path) -> None:
    """Name, file, compiled file, folder, source: all is as Python has it."""
    assert agreed(house) == "_Loader"


def test_an_edited_source_is_compiled_anew(house: Path) -> None:
    """Another size, or another time, and the compiled code is not believed; then it is again."""
    door = house / "house" / "door.py"
    door.write_text("SAYS = 'knock knock'\n")
    found = run(house, "own")
    assert "knock knock" in found.stdout
    assert found.stderr.strip() == "SourceFileLoader"
    assert agreed(house) == "_Loader"
    os.utime(door, (1_700_000_000, 1_700_000_000))
    assert run(house, "own").stderr.strip() == "SourceFileLoader"


@pytest.mark.parametrize("damage", ["gone", "cut", "noise", "another Python"])
def test_compiled_code_that_is_not_sound_is_left_to_python(house: Path, damage: str) -> None:
    """Without sound compiled code Python finds the module as ever."""
    [compiled] = (house / "house" / "__pycache__").glob("door.*.pyc")
    data = compiled.read_bytes()
    if damage == "gone":
        compiled.unlink()
    elif damage == "another Python":
        compiled.write_bytes(b"\0" + data[1:])
    else:
        compiled.write_bytes(data[:30] if damage == "cut" else data[:12])
    if damage == "cut":  # Python itself takes no such file
        assert OwnModules("house").find_spec("house.door", [str(house / "house")]) is None
    else:
        assert run(house, "own").stderr.strip() == "SourceFileLoader"


def test_a_tree_that_was_moved_is_left_to_python(house: Path) -> None:
    """Compiled code says where it lay, which errors and tracebacks tell: it is not taken along."""
    moved = house.parent / "moved"
    house.rename(moved)
    assert run(moved, "own").stderr.strip() == "SourceFileLoader"


def test_nobody_elses_modules_are_looked_for() -> None:
    """Other packages, the package itself and what is not there are Python's to find."""
    finder, folder = OwnModules("leadctl"), [str(Path(__file__).parents[1] / "leadctl")]
    assert importlib.import_module("leadctl.errors")
    for name, path in (("click.core", folder), ("leadctl", None), ("leadctl.attic", folder)):
        assert finder.find_spec(name, path) is None

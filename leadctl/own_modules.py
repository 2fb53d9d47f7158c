"""Finding the modules of this package where they are known to lie.

Python asks three finders for each module, lists its folder and tries five endings of its name: for
the hundred modules of a command that takes as long as a tenth of its own start. Here the compiled
code is read where Python keeps it, and held to its source as Python does. Whatever is not just so
(no compiled code, older than its source, compiled for another Python or in another way) is left to
Python, which compiles it anew.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib._bootstrap_external import MAGIC_NUMBER  # importlib.util takes longer
from importlib.machinery import ModuleSpec, SourceFileLoader
from io import FileIO
from marshal import loads
from types import CodeType, ModuleType

_HEAD = MAGIC_NUMBER + bytes(4)
"""How compiled code begins that is held to the time and the size of its source."""


class _Loader(SourceFileLoader):
    """Runs code that was read already; all else that loaders are asked for is Python's own."""

    code: CodeType

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """Return the module with what Python would set: looking for what is not there is slow."""
        module, parent = ModuleType(spec.name), spec.parent
        told = {"__loader__": self, "__package__": parent, "__spec__": spec}
        module.__dict__.update(told, __file__=spec.origin, __cached__=spec.cached)
        return module

    def exec_module(self, module: ModuleType) -> None:
        """Run the module."""
        exec(self.code, module.__dict__)


class OwnModules:
    """Finds what lies below one package, in folders as in names."""

    def __init__(self, package: str) -> None:
        self._below = f"{package}."
        self._ending = f".{sys.implementation.cache_tag}.pyc"

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, _target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return what Python needs to know of a module; None for one that it is to find itself."""
        if not path or not name.startswith(self._below):
            return None
        own = name.rpartition(".")[2]
        folder = f"{path[0]}/{own}"
        return self._found(name, path[0], own) or self._found(name, folder, "__init__", [folder])

    def _found(
        self, name: str, folder: str, stem: str, below: list[str] | None = None
    ) -> ModuleSpec | None:
        compiled, source = f"{folder}/__pycache__/{stem}{self._ending}", f"{folder}/{stem}.py"
        try:
            with FileIO(compiled) as file:
                data = file.readall()
            seen = os.stat(source)  # noqa: PTH116  # a Path takes as long as ten modules
            now = (int(seen.st_mtime) & 0xFFFFFFFF, seen.st_size & 0xFFFFFFFF)
            head = _HEAD + b"".join([number.to_bytes(4, "little") for number in now])
            code = loads(memoryview(data)[16:]) if data.startswith(head) else None
        except (OSError, EOFError, ValueError, TypeError):
            return None
        if not isinstance(code, CodeType) or code.co_filename != source:  # moved since
            return None
        loader = _Loader(name, source)
        loader.code = code
        spec = ModuleSpec(name, loader, origin=source)
        spec.submodule_search_locations, spec.cached, spec.has_location = below, compiled, True
        return spec


def find_own_modules() -> None:
    """Find this package's modules so from now on, unless Python is told to compile otherwise."""
    if not sys.flags.optimize and sys.pycache_prefix is None:
        sys.meta_path.insert(0, OwnModules(__name__.partition(".")[0]))

"""The files of a book's leads, by their names alone."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable

from leadctl.book import files
from leadctl.book.index.numbers import NewFiles
from leadctl.book.own_files.checkouts import Checkouts
from leadctl.book.own_files.places import LEADS, id_of
from leadctl.errors import Problem, Unreadable
from leadctl.rules.leads.lead import ID

_BACK = "restore it, or make an empty one: leadctl init"

FEW = 3
"""So many files are looked for one by one; for more, all names are listed once."""


class LeadFiles:
    """What lies in the folder of leads. All but `fresh` list it once, until `forget`.

    `odd` says of folders that are not entered what is wrong: links are not followed, and some the
    system does not give. `removed` gives the files that an operation cut short has taken away:
    they are still in the book, until it is taken back.
    """

    def __init__(
        self, root: str, checkouts: Checkouts, removed: Callable[[], Iterable[str]]
    ) -> None:
        self.root, self.checkouts, self.removed = root, checkouts, removed
        self.odd: dict[str, Problem] = {}
        self._names: list[str] | None = None
        self._by_id: dict[str, list[str]] | None = None
        self._ending: dict[str, list[str]] = {}
        self._new = NewFiles()

    def fresh(self) -> list[str]:
        """Return the names of all files as they are now, sorted; none is missed for a checkout."""
        return self.checkouts.between(self._looked)

    def _looked(self) -> list[str]:
        self.odd.clear()
        return sorted(self._all())

    def _all(self, ending: str = ".toml") -> list[str]:
        """Return all files whose names end so, those that are only away for now as well."""
        found = self._walk(LEADS, ending)
        away = [name for name in self.removed() if name.endswith(ending)]
        return [*found, *sorted({*away} - {*found})] if away else found

    def _walk(self, folder: str, ending: str = ".toml") -> list[str]:
        """Return the files below a folder; one that cannot be entered is noted as odd."""
        names, below, problem = look_into(self.root, folder)
        if problem:
            self.odd[folder] = problem
        found = [f"{folder}/{name}" for name in names if name.endswith(ending)]
        for name in below:
            found += self._walk(name, ending)
        return found

    def all(self) -> list[str]:
        """Return the names of all files, in no order."""
        if self._names is None:
            self._names = self._all()
        return [*self._names, *self._new] if self._new else self._names

    def by_id(self) -> dict[str, list[str]]:
        """Return the files by the id that their names end in, without those that were added."""
        if self._by_id is None:
            self._by_id = {}
            for name in self._names if self._names is not None else self.all():
                if lead_id := id_of(name):
                    self._by_id.setdefault(lead_id, []).append(name)
        return self._by_id

    def add(self, lead_id: str, path: str) -> bool:
        """Take in a file that is about to be made. False where a file has the id already."""
        return lead_id not in self.by_id() and self._new.add(lead_id, path)

    def has(self, lead_id: str) -> bool:
        """Whether a file has an id, one that was added among them."""
        return lead_id in (self._by_id or self.by_id()) or lead_id in self._new

    def of(self, lead_id: str) -> list[str]:
        """Return the files whose names end in an id."""
        if self._new and (added := self._new.of(lead_id)):
            return [added]
        if self._by_id is not None:
            return self._by_id.get(lead_id, [])
        if (self._names is not None or len(self._ending) > FEW) and ID.fullmatch(lead_id):
            return self.by_id().get(lead_id, [])
        endings = (f"-{lead_id}.toml", f"/{lead_id}.toml")
        if self._names is None:  # one file of a large book is found without listing the others
            if lead_id not in self._ending:
                self._ending[lead_id] = self._all(f"{lead_id}.toml")
            likely = self._ending[lead_id]
        else:
            likely = self._names
        return [name for name in likely if name.endswith(endings)]

    def forget(self) -> None:
        """List anew from now on."""
        self._names = self._by_id = None
        self._new = NewFiles()
        self._ending.clear()


def look_into(root: str, folder: str) -> tuple[list[str], list[str], Problem | None]:
    """Return the names of a folder's files of leads, the folders in it, and what is wrong with it.

    A folder that is linked in, or that the system does not give, is not entered.
    """
    place = f"{root}/{folder}"
    if os.path.islink(place):  # a Path for each folder is slow
        said = "is a link to a folder; leadctl follows no links"
        return [], [], Problem(folder, 0, "", said, "move the folder itself here")
    try:
        names = os.listdir(place)  # names only, and fast
    except (FileNotFoundError, NotADirectoryError):
        said = "is not there, and no lead with it"
        return [], [], Problem(folder, 0, "", said, _BACK) if folder == LEADS else None
    except OSError as error:
        refused = files.unreadable(error, folder)
        if not isinstance(refused, Unreadable):
            raise refused from error
        return [], [], refused.problem
    shown = [name for name in names if name[0] != "."]
    others = [name for name in shown if not name.endswith(".toml")]
    below = [f"{folder}/{name}" for name in others if os.path.isdir(f"{place}/{name}")]
    return [name for name in shown if name.endswith(".toml")], below, None

"""The proof at the end of a join: whoever was a lead on both sides, or is new, has a file."""

from __future__ import annotations

from pathlib import Path

from leadctl.book import files
from leadctl.book.git.by_lead import BASE, OUR, THEIR, lead_in, own_path
from leadctl.book.git.conflicted import Conflicted
from leadctl.book.git.running import Git
from leadctl.book.own_files.places import LEADS, id_of, is_hand_named, is_lead_file
from leadctl.book.text.joining import join_texts
from leadctl.errors import Busy

Place = tuple[str, str]
"""A lead's file in git: COMMIT:PATH, and the path from the book's root."""


def bring_back(root: Path, git: Git, conflicted: Conflicted) -> list[str]:
    """Give a file to each lead that a join has left without one; return their ids.

    git takes files for one another by their likeness, so a lead may go with a file that was moved.
    Raises Busy where the two sides of one differ.
    """
    tree = git.must("write-tree").text
    sides = {number: _places(git, commit) for number, commit in conflicted.commits().items()}
    ours, theirs, base = sides[OUR], sides[THEIR], sides[BASE]
    wanted = {lead for lead in {*ours, *theirs} if (lead in ours) == (lead in theirs)}
    wanted |= {*ours, *theirs} - {*base}
    lost = sorted(wanted - {*_places(git, tree)})
    for lead in lost:
        found = {number: places[lead] for number, places in sides.items() if lead in places}
        _write(root, git, lead, found)
    return lost


def _places(git: Git, tree: str) -> dict[str, Place]:
    """Return by its id where each lead's file is in a commit, or in a tree."""
    prefix = git.ask("rev-parse", "--show-prefix")
    words = ("ls-tree", "-r", "-z", "--name-only", "--full-tree", tree, "--", f"{prefix}{LEADS}/")
    paths = [path.removeprefix(prefix) for path in git.run(*words).items]
    paths = [path for path in paths if is_lead_file(path)]
    places = {lead: (f"{tree}:{prefix}{path}", path) for path in paths if (lead := id_of(path))}
    by_hand = [path for path in paths if is_hand_named(path)]
    blobs = git.blobs([f"{tree}:{prefix}{path}" for path in by_hand])
    for path, data in zip(by_hand, blobs, strict=True):
        if lead := lead_in(data):
            places[lead] = (f"{tree}:{prefix}{path}", path)
    return places


def _write(root: Path, git: Git, lead: str, found: dict[int, Place]) -> None:
    names = {number: name for number, (name, _) in found.items()}
    blobs = dict(zip(names, git.blobs(list(names.values())), strict=True))
    path = found[OUR if OUR in found else THEIR][1]
    ours, theirs = blobs.get(OUR), blobs.get(THEIR)
    whole = ours or theirs or b""
    made = join_texts(blobs.get(BASE), ours or whole, theirs or whole, path)
    if made.conflicts:
        raise Busy(
            f"{lead} has no file any more, and its two versions differ.",
            hint=f'Keep one: git show "{names[THEIR]}" > {path}, git add {path}, leadctl merge',
        )
    if (root / path).exists():
        path = own_path(path, made.lead.name, lead)
    files.guard_folders(root, root / path)
    (root / path).parent.mkdir(0o700, parents=True, exist_ok=True)
    files.write_atomic(root / path, made.text.encode())
    git.must("add", "--", path)

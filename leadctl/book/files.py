"""Reading and replacing single files so that no reader and no crash ever sees half of one."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from leadctl.book.temps import (
    temp_in,
)
from leadctl.errors import Busy, Invalid, NotFound, Problem, Refused, Unreadable
from leadctl.values import dataclass

if TYPE_CHECKING:
    from pathlib import Path, PurePosixPath

MAX_TEXT = 4 * 1024 * 1024
"""No text file of a book is larger than this many bytes."""

_NO_ATIME = getattr(os, "O_NOATIME", 0)
"""Reading a whole book must not write anything, not even that it was read: that takes longer."""
_PATIENCE = (0, 0.01, 0.03, 0.06)
_CAUSES = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EFBIG: "the file would be larger than this account may write",
    errno.EROFS: "the disk is read-only",
    errno.EACCES: "this account has no permission",
    errno.EPERM: "this account may not do that",
    errno.EMFILE: "this program has too many files open",
    errno.ENFILE: "the system has too many files open",
    errno.EIO: "the disk reported an error",
    errno.ENAMETOOLONG: "the name is too long for this disk",
    errno.EXDEV: "the book's private folder is on another disk than its leads",
    errno.ENOLCK: "this disk gives no locks",
}


@dataclass(frozen=True)
class FileChange:
    """One file that an operation changes, as text; None where it is not there."""

    path: PurePosixPath
    before: str | None
    after: str | None


_UNCHANGED = "Nothing was changed. Mend the cause and run the command again."


@contextlib.contextmanager
def disk(doing: str, hint: str = _UNCHANGED) -> Iterator[None]:
    """Turn what the system reports while `doing` into one sentence (Busy)."""
    try:
        yield
    except OSError as error:
        raise busy(error, doing, hint) from error


def busy(error: OSError, doing: str, hint: str = _UNCHANGED) -> Busy:
    """Return the error for a failed system call: what was being done, and the cause in words."""
    return Busy(f"{doing[:1].upper()}{doing[1:]} failed: {cause_of(error)}.", hint=hint)


def cause_of(error: OSError) -> str:
    """Return in words why the system refused."""
    return _CAUSES.get(error.errno or 0, (error.strerror or "the system refused").lower())


def unreadable(error: OSError, shown: str) -> Busy:
    """Return the error for a file that cannot be read: its own, or one that all files share."""
    if error.errno in {errno.EMFILE, errno.ENFILE, errno.ENOMEM}:
        return busy(error, f"reading {shown}")
    return Unreadable(shown, cause_of(error))


def read_bytes(path: Path | str, shown: str = "", limit: int = MAX_TEXT) -> bytes:
    """Return a file's bytes; an empty file is looked at again, for git writes files in two steps.

    Raises Invalid for a link, a folder, a device or a file above `limit`; NotFound; Unreadable, or
    Busy where no file can be read.
    """
    shown = shown or str(path)
    data = b""
    for pause in _PATIENCE:
        if pause:
            time.sleep(pause)
        try:
            data = read_plain(path, shown, limit)
        except FileNotFoundError:
            raise NotFound(f"{shown} is not there.") from None
        except OSError as error:
            if error.errno in {errno.ELOOP, errno.EISDIR, errno.ENXIO, errno.ENOTDIR}:
                raise Invalid([Problem(shown, 0, "", "is a link, not a plain file")]) from None
            raise unreadable(error, shown) from error
        if data:
            return data
    return data


def followed(path: Path) -> Path:
    """Return the file that links lead to; one that leads round in a circle stays what it is."""
    return type(path)(os.path.realpath(path))


def read_plain(path: Path | str, shown: str = "", limit: int = MAX_TEXT) -> bytes:
    """Return a plain file's bytes, following no link and waiting on no device; OSError as it comes.

    Raises Invalid for anything but a plain file of at most `limit` bytes.
    """
    shown = shown or str(path)
    handle = _open_to_read(path)
    try:
        found = _plain(handle, shown)
        if found.st_size > limit:
            said = f"is larger than {limit // 1024} KiB"
            raise Invalid([Problem(shown, 0, "", said, "take something out of it by hand")])
        data = os.read(handle, found.st_size + 1)
        while len(data) < found.st_size and (more := os.read(handle, found.st_size - len(data))):
            data += more
        return data
    finally:
        os.close(handle)


def open_plain(path: Path, shown: str = "") -> BinaryIO:
    """Open a plain file to read it piece by piece; otherwise as `read_plain`."""
    handle = _open_to_read(path)
    try:
        _plain(handle, shown or str(path))
    except BaseException:
        os.close(handle)
        raise
    return os.fdopen(handle, "rb")


def _plain(handle: int, shown: str) -> os.stat_result:
    found = os.fstat(handle)
    if not stat.S_ISREG(found.st_mode):
        raise Invalid([Problem(shown, 0, "", "is not a plain file")])
    return found


def _open_to_read(path: Path | str) -> int:
    flags = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
    try:
        return os.open(path, flags | _NO_ATIME)
    except PermissionError:  # of a file that is somebody else's
        return os.open(path, flags)


def decode(data: bytes, shown: str) -> str:
    """Return bytes as UTF-8 text. Raises Invalid naming the line of the first byte that is not."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problem = Problem(shown, line, "", "is not UTF-8 text", "save the file as UTF-8")
        raise Invalid([problem]) from None


def read_text(path: Path | str, shown: str = "", limit: int = MAX_TEXT) -> str:
    """Return a file's text with its line ends as they are. Raises Invalid, NotFound or Busy."""
    return decode(read_bytes(path, shown, limit), shown or str(path))


def write_atomic(path: Path, data: bytes, *, durable: bool = True) -> None:
    """Replace or create one file: temp in the same folder, fsync, rename, fsync of the folder.

    A new file is 0600, an existing one keeps its mode; a link is refused. Raises Busy, Refused.
    """
    with disk(f"writing {path.name}"):
        temp = temp_in(path.parent)
        try:
            write_new(temp, data, mode_of(path), durable=durable)
            temp.replace(path)
        except BaseException:
            temp.unlink(missing_ok=True)
            raise
        if durable:
            sync_folder(path.parent)


def create_atomic(path: Path, data: bytes) -> None:
    """Create a file that must not be there yet: whole or not at all, never over another one.

    OSError as it comes, FileExistsError among them.
    """
    temp = temp_in(path.parent)
    try:
        write_new(temp, data)
        link_new(temp, path)
    finally:
        temp.unlink(missing_ok=True)
    sync_folder(path.parent)


def link_new(temp: Path, path: Path) -> None:
    """Give a finished file its name, where nothing has that name. FileExistsError otherwise."""
    try:
        os.link(temp, path)  # a link, unlike a rename, never replaces anything
    except OSError as error:
        if error.errno not in {errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}:
            raise
        write_new(path, temp.read_bytes(), mode_of(temp))  # a disk that has no hard links


def mode_of(path: Path | str, default: int = 0o600) -> int:
    """Return the mode that a file has, or `default`. Raises Refused for anything but a file."""
    try:
        mode = os.lstat(path).st_mode
    except FileNotFoundError:
        return default
    if not stat.S_ISREG(mode):
        name = os.path.basename(path)
        raise Refused(f"{name} is a link or a folder; leadctl writes plain files only.")
    return stat.S_IMODE(mode)


def write_new(path: Path | str, data: bytes, mode: int = 0o600, *, durable: bool = True) -> None:
    """Create a file that must not exist yet, whole; OSError as it comes, no torn file left."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW
    handle = os.open(path, flags, 0o600)
    try:
        try:
            rest = data[os.write(handle, data) :]
            while rest:
                rest = rest[os.write(handle, rest) :]
            if mode != 0o600:
                os.fchmod(handle, mode)
            if durable:
                os.fsync(handle)
        finally:
            os.close(handle)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(path)
        raise


def sync_folder(folder: Path | str) -> None:
    """Make renames and creations in a folder durable."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_disk(root: Path) -> None:
    """Make everything written so far to the disk that holds `root` durable."""
    import ctypes

    handle = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        # Unlike os.sync, syncfs says when the disk failed.
        syncfs = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)
        if syncfs is None:
            os.sync()
        elif syncfs(handle) != 0:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    finally:
        os.close(handle)


def private_folder(folder: Path | str) -> None:
    """Make a folder (0700) and the ones above it. Raises Refused where a link stands in its way."""
    try:
        os.mkdir(folder, 0o700)
    except FileExistsError:
        if not stat.S_ISDIR(os.lstat(folder).st_mode):
            raise Refused(
                f"{os.path.basename(folder)} is not a plain folder; leadctl follows no links."
            ) from None
    except FileNotFoundError:
        private_folder(os.path.dirname(folder))
        os.mkdir(folder, 0o700)
        sync_folder(os.path.dirname(folder))
    else:
        sync_folder(os.path.dirname(folder))


def guard_folders(root: Path, path: Path) -> None:
    """Refuse a path that a link between the book's root and the file leads elsewhere."""
    for folder in reversed(path.relative_to(root).parents):
        place = root / folder
        with contextlib.suppress(FileNotFoundError):
            if place != root and not stat.S_ISDIR(place.lstat().st_mode):
                raise Refused(f"{folder} is not a plain folder; leadctl follows no links.")

"""Files, folders, patterns, standard input and web addresses: what the user points at.

In: paths as given. Out: each file met, in an order that does not depend on the file system. Promise: folders are
walked with no more in memory than one folder's names a level; a folder that leads back into itself is told and not
followed.
"""

from __future__ import annotations

import glob
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field

from anello.model import Reject
from anello.read.formats import KNOWN, is_known

IGNORED = frozenset(
    (
        *("thumbs.db", "desktop.ini", "icon\r", "license", "licence", "licenses", "licences", "copying"),
        *("readme", "changelog", "contributing", "makefile"),
    )
)
"""Files that lie beside news and are none, by name or stem in lower case; in folders they are passed over."""

STUDIES = (".anello", ".anello.wal")
"""Studies, which people keep beside the news they were made of."""

IGNORED_FOLDERS = frozenset(("__pycache__", "__macosx", "node_modules"))

MAX_DEPTH = 100

_CLASS = re.compile(r"\[[^\]/]+\]")
_WILD = re.compile(r"[*?\[]")


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read: `document` names it to the user, `path` opens it."""

    document: str
    path: str


@dataclass(slots=True)
class _Walk:
    """What a walk has met: folders by device and number, those above the current one apart."""

    above: list[tuple[int, int]] = field(default_factory=list)
    seen: dict[tuple[int, int], str] = field(default_factory=dict)
    files: int = 0


def find_files(path: str) -> Iterator[Found | Reject]:
    """Yield the files that a path means: itself, those of a folder and its folders, or those a pattern matches."""
    if os.path.lexists(path):
        yield from _of_path(path)
    elif _WILD.search(path):
        yield from _of_pattern(path)
    else:
        yield _reject(path, "no such file or folder; check the path, and quote patterns")


def name_of(path: str) -> str:
    """Return a path as text that can be stored and printed, whatever bytes the file system gave."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _of_path(path: str) -> Iterator[Found | Reject]:
    try:
        mode = os.stat(path).st_mode
    except OSError as error:
        yield _reject(path, reason_of(error))
        return
    if stat.S_ISDIR(mode):
        walk = _Walk()
        yield from _of_folder(path, walk)
        if not walk.files:
            yield _reject(path, f"a folder with nothing to read; files that can be read end in {KNOWN}")
    elif stat.S_ISREG(mode):
        yield Found(name_of(path), path)
    else:
        yield _reject(path, "no regular file; to read a stream, pipe it in and give - as path")


def _of_folder(path: str, walk: _Walk) -> Iterator[Found | Reject]:
    try:
        here = os.stat(path or os.curdir)
        names = sorted(os.listdir(path or os.curdir))
    except OSError as error:
        walk.files += 1
        yield _reject(path, reason_of(error))
        return
    key = (here.st_dev, here.st_ino)
    if len(walk.above) >= MAX_DEPTH:
        yield _reject(path, f"more than {MAX_DEPTH} folders inside each other; give the inner folder as a path")
    elif key in walk.above:
        yield _reject(path, "a directory loop: this link leads back to a folder above it; it is not followed")
    elif key in walk.seen:
        yield _reject(path, f"the same folder as {name_of(walk.seen[key])}, which is read already")
    else:
        walk.seen[key] = path
        walk.above.append(key)
        for name in names:
            yield from _of_entry(os.path.join(path, name), name, walk)
        walk.above.pop()


def _of_entry(path: str, name: str, walk: _Walk) -> Iterator[Found | Reject]:
    lower = name.lower()
    if name.startswith(".") or lower in IGNORED or os.path.splitext(lower)[0] in IGNORED or lower.endswith(STUDIES):
        return
    if os.path.isdir(path):
        if lower not in IGNORED_FOLDERS:
            yield from _of_folder(path, walk)
        return
    walk.files += 1
    if os.path.exists(path) and not os.path.isfile(path):
        yield _reject(path, "no regular file; to read a stream, pipe it in and give - as path")
    elif not is_known(name):
        suffix = os.path.splitext(lower)[1]
        what = f"unknown extension {suffix}" if suffix else "a file name without extension"
        yield _reject(path, f"{what}; files that can be read end in {KNOWN}")
    else:
        yield Found(name_of(path), path)


def _of_pattern(pattern: str) -> Iterator[Found | Reject]:
    matched = False
    for result in _of_deep_pattern(pattern) if "**" in pattern else _of_shallow_pattern(pattern):
        matched = True
        yield result
    if not matched:
        yield _reject(pattern, "no file matches this pattern; check the folder and the extension")


def _of_shallow_pattern(pattern: str) -> Iterator[Found | Reject]:
    for path in sorted(glob.glob(pattern)):
        yield from _of_path(path)


def _of_deep_pattern(pattern: str) -> Iterator[Found | Reject]:
    # The library's own ** follows links round and round, so the folder is walked here and the names are matched.
    first = _WILD.search(pattern)
    base = os.path.dirname(pattern[: first.start() if first else 0])
    shape = re.compile(_as_regex(pattern))
    for result in _of_folder(base, _Walk()) if os.path.isdir(base or os.curdir) else ():
        if shape.fullmatch(result.document) or os.path.isdir(result.document):
            yield result


def _as_regex(pattern: str) -> str:
    """Return a pattern with ** as a regular expression: ** spans folders, * and ? stay inside one."""
    wild = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    parts = re.split(r"(\*\*/|\*\*|\*|\?|\[[^\]/]+\])", pattern)
    return "".join(wild.get(part) or (_as_class(part) if _CLASS.fullmatch(part) else re.escape(part)) for part in parts)


def _as_class(part: str) -> str:
    inner = part[1:-1].replace("\\", r"\\").replace("^", r"\^")
    return f"[^{inner[1:]}]" if inner.startswith("!") else f"[{inner}]"


def reason_of(error: OSError) -> str:
    """Return why the system did not let a file be read, and what to do."""
    if isinstance(error, PermissionError):
        return "not readable; give yourself the right to read it"
    if isinstance(error, FileNotFoundError):
        return "no longer there, or a link to nothing; check the path"
    return f"cannot be read ({error.strerror or error}); check the path and the disc"


def _reject(path: str, reason: str) -> Reject:
    return Reject("read", name_of(path), reason)

"""ZIP: each member by its own reader, named by its place in the archive."""

from __future__ import annotations

from pathlib import PurePosixPath

from tonetop.core.passage import Text
from tonetop.documents.manuscript import Manuscript
from tonetop.documents.package import Package
from tonetop.documents.reading import read as read_any
from tonetop.documents.unread import Unread

ASIDE = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")
"""What systems put into archives for themselves."""


def read(data: bytes, name: str, depth: int = 0) -> Text:
    """The text of all members that are read; each that is not is said. Raises Unread, also where none is read."""
    package = Package(data)
    script = Manuscript()
    why = ""
    for member in package.names():
        if any(step in ASIDE for step in PurePosixPath(member).parts):
            continue
        inner = package.read(member)
        try:
            script.take(read_any(inner, member, depth + 1), "member", member)
        except Unread as refused:
            why = why or str(refused).rpartition("first: ")[2]  # of a container, what its own first lacks
            script.notice("not read", f"its member {member} is not read: {refused}")
    if not script.parts:
        raise Unread(f"no member of it is read; the first: {why}" if why else "it holds no file")
    return script.done(data, "zip")

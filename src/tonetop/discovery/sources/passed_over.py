"""What a place holds and nobody opens: told by ending, so that ten thousand pictures are one line and no silence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from tonetop.discovery.source import Asset

NAMED = 3
"""How many of them are named."""
LINKS, SPECIAL = "(links)", "(special files)"
"""Links, and what is neither a file nor a folder."""
VIEW = "a view; its rows stand in the tables that it is made of"
_SORTS = (
    ("an archive is not unpacked", ".zip .tar .tgz .7z .rar .gz .bz2 .xz .zst .jar .war .iso .dmg .bak"),
    ("what a picture shows is not read", ".jpg .jpeg .png .gif .bmp .tif .tiff .webp .heic .svg .ico .psd"),
    ("what is said or shown in it is not read", ".mp3 .wav .m4a .ogg .flac .mp4 .mov .avi .mkv .webm"),
    ("this store of mails is not read; export it as mbox or eml", ".pst .ost .msg"),
    ("this format of documents is not read", ".doc .ppt .pages .numbers .key .rtf .odg .epub"),
)
WHY = {ending: why for why, endings in _SORTS for ending in endings.split()}
"""Why files of an ending are not opened, where more can be said than that their format is not read."""


@dataclass(slots=True)
class _Several:
    count: int = 0
    bytes: int = 0
    names: list[str] = field(default_factory=list)


class PassedOver:
    """Files, links and folders that are not looked into, noted one by one and told together."""

    def __init__(self) -> None:
        self._by: dict[tuple[str, str], _Several] = {}

    def file(self, name: str, size: int, why: str = "") -> None:
        """A file by its path; why it is not opened, where its ending does not say."""
        ending = PurePosixPath(name.lower()).suffix
        self.note(f"*{ending}", name, why or WHY.get(ending, "this format is not read"), size)

    def note(self, label: str, name: str, why: str, size: int = 0) -> None:
        """Anything that is told under a label with others of its sort."""
        several = self._by.setdefault((label, why), _Several())
        several.count += 1
        several.bytes += size
        if len(several.names) < NAMED:
            several.names.append(name)

    def assets(self, country: str | None = None) -> Iterator[Asset]:
        """One asset for each label that was noted, without rows, in their order. country: where all of it lies."""
        for (label, why), several in sorted(self._by.items()):
            named = ", ".join(several.names)
            more = several.count - len(several.names)
            told = f"{why}; {several.count:,} such: {named}"
            if more:
                told = f"{why}; {several.count:,} such: {named} and {more:,} more"
            yield Asset(label, bytes=several.bytes or None, country=country, skipped=told)

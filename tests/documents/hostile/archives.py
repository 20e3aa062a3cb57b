"""Archives: bombs whose headers lie, archives in archives, paths that leave, links, and directories that are wrong."""

from __future__ import annotations

from collections.abc import Iterator

from tests.documents.hostile.packing import Member, archive, bomb, member

LIES = {"honest": None, "says-zero": 0, "says-little": 100, "says-much": 0xFFFFFFF0}
PATHS = (
    "../up.txt", "a/../../up.txt", "/etc/passwd", "\\\\server\\share.txt", "..\\up.txt", "C:\\windows\\x.txt",
    "C:/x.txt", "a\0b.txt", "./../x.txt",
)  # fmt: skip
MODES = {"link": 0o120777, "device": 0o020666, "pipe": 0o010666, "socket": 0o140777, "block": 0o060666}


def files() -> Iterator[tuple[str, bytes]]:
    """All archives of this family."""
    yield from _nested()
    for number, path in enumerate(PATHS):
        yield f"path-{number}.zip", archive([member(path, b"words")])
    for kind, mode in MODES.items():
        yield f"{kind}.zip", archive([member("a.txt", b"/etc/passwd", attributes=mode << 16)])
    yield from _directories()


def large() -> Iterator[tuple[str, bytes]]:
    """Those that unpack to much, or have very many members."""
    yield from _bombs()


def _bombs() -> Iterator[tuple[str, bytes]]:
    for lie, says in LIES.items():
        for size in (20, 150, 1000):
            yield f"bomb-{size}-{lie}.zip", archive([bomb("a.txt", b"\0", size, says)])
            yield f"bomb-text-{size}-{lie}.zip", archive([bomb("a.txt", b"Words and words. ", size, says)])
    yield "bomb-many.zip", archive([bomb(f"{n}.txt", b"ab", 4, 4_000_000) for n in range(200)])
    yield "bomb-many-small.zip", archive([member(f"{n}.txt", b"a" * 1_000_000) for n in range(200)])
    yield "entries.zip", archive([member(f"{n}.txt", b"a") for n in range(20_000)])
    yield "entries-most.zip", archive([member(f"{n}.txt", b"Some words.") for n in range(5_000)])


def _nested() -> Iterator[tuple[str, bytes]]:
    for depth in (4, 10, 100):
        data = archive([member("a.txt", b"words")])
        for _ in range(depth):
            data = archive([member("a.zip", data)])
        yield f"nested-{depth}.zip", data
    for width in (3, 12):
        data = archive([bomb("a.txt", b"a", 30)])
        for _ in range(3):
            data = archive([Member(f"{n}.zip".encode(), *_packed(data)) for n in range(width)])
        yield f"nested-wide-{width}.zip", data
    shared = member("a.txt", b"a" * 900_000)
    yield "same-name.zip", archive([shared] * 50)
    yield "overlapping.zip", _overlapping(2_000)


def _packed(data: bytes) -> tuple[bytes, int]:
    found = member("", data)
    return found.packed, found.size


def _overlapping(times: int) -> bytes:
    """A directory whose entries all lead to the same packed bytes."""
    one = archive([member("a.txt", b"a" * 500_000)])
    start = one.index(b"PK\x01\x02")
    entry, end = one[start : one.index(b"PK\x05\x06")], one[one.index(b"PK\x05\x06") :]
    entries = b"".join(entry.replace(b"a.txt", b"%05d" % n) for n in range(times))
    told = end[:8] + times.to_bytes(2, "little") * 2 + len(entries).to_bytes(4, "little") + end[16:]
    return one[:start] + entries + told


def _directories() -> Iterator[tuple[str, bytes]]:
    sound = archive([member("a.txt", b"words"), member("b.md", b"# More")])
    yield "locked.zip", archive([member("a.txt", b"words", flags=1)])
    for method in (1, 9, 12, 14, 93, 99, 65535):
        yield f"method-{method}.zip", archive([Member(b"a.txt", b"words", 5, method=method)])
    yield "count-much.zip", archive([member("a.txt", b"words")], count=65535)
    yield "count-none.zip", archive([member("a.txt", b"words")], count=0)
    yield "comment.zip", archive([member("a.txt", b"words")], comment=b"PK\x05\x06" * 10_000)
    yield "wrong-crc.zip", archive([Member(b"a.txt", member("a", b"words").packed, 5, crc=1)])
    yield "no-name.zip", archive([member("", b"words")])
    yield "long-name.zip", archive([member("a" * 60_000 + ".txt", b"words")])
    yield "odd-name.zip", archive([member("\u202etxt.exe", b"words"), member("\n\x1b[2J.txt", b"words")])
    yield "case.zip", archive([member("A.txt", b"words"), member("a.txt", b"words")])
    for at in range(4, len(sound), 12):
        yield f"cut-{at}.zip", sound[:at]
    for at in range(14, len(sound), 17):
        yield f"turned-{at}.zip", sound[:at] + bytes((sound[at] ^ 0xFF,)) + sound[at + 1 :]

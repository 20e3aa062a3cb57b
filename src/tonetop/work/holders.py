"""Who outside holds what of the log: authorities, witnesses and readers, and how far it is exposed since."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

from tonetop.records import log
from tonetop.records.anchoring import AnchorState, CheckpointReader
from tonetop.work import anchor_settings
from tonetop.work.anchor import COSIGNATURE, MAIL, STAMP
from tonetop.work.anchor_settings import SettingError
from tonetop.work.time_stamp import NoStampError


@dataclass(frozen=True, slots=True)
class Holder:
    """One who holds checkpoints: how, who, over how many events the newest is and since when; how it stands.

    asked: whether they get the next one by themselves. times: how many they were given. address: where they are asked.
    """

    kind: str
    holder: str
    size: int = 0
    made: str = ""
    times: int = 0
    asked: bool = False
    address: str = ""
    failures: int = 0
    why: str = ""
    refused: bool = False

    def plain(self) -> dict[str, Any]:
        """As programs are told."""
        return asdict(self)


def holders() -> list[Holder]:
    """Everybody who holds a checkpoint or is to get one: those asked first, then whoever got one by hand."""
    found = {(one.kind, one.holder): one for one in _named()}
    for kind, holder, size, made, times in log.holders():
        before = found.get((kind, holder)) or Holder(kind, holder)
        found[kind, holder] = replace(before, size=size, made=made, times=times)
    for state in AnchorState.objects.all():
        if (state.kind, state.holder) in found:
            found[state.kind, state.holder] = replace(
                found[state.kind, state.holder], failures=state.failures, why=state.why, refused=state.refused
            )
    return sorted(found.values(), key=lambda one: (not one.asked, not one.refused, one.kind, one.holder))


def refused() -> list[AnchorState]:
    """Witnesses who say that this log contradicts what they signed before."""
    return list(AnchorState.objects.filter(refused=True))


def _named() -> list[Holder]:
    found = []
    try:
        found += [
            Holder(STAMP, one.name, asked=True, address=one.address) for one in anchor_settings.authorities()
        ]
        found += [
            Holder(COSIGNATURE, one.name, asked=bool(one.address), address=one.address)
            for one in anchor_settings.witnesses()
        ]
    except (SettingError, NoStampError):
        found = []
    return [*found, *(Holder(MAIL, one.name, asked=True) for one in CheckpointReader.objects.all())]

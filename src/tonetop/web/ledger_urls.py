"""The addresses of the ledger and of what proves it."""

from __future__ import annotations

from django.urls import URLPattern, path

from tonetop.web import anchors, ledger, witness

urlpatterns: list[URLPattern] = [
    path("ledger/", ledger.ledger, name="ledger"),
    path("ledger/anchors/", anchors.anchors, name="anchors"),
    path("ledger/anchors/ask/", anchors.witness_ask, name="anchor-ask"),
    path("ledger/anchors/readers/<int:number>/remove/", anchors.reader_remove, name="anchor-reader-remove"),
    path("ledger/<int:seq>/", ledger.event, name="event"),
    path("ledger/verify/", ledger.verify, name="verify"),
    path("ledger/checkpoint/", ledger.checkpoint, name="checkpoint"),
    path("ledger/bundle/", ledger.bundle, name="bundle"),
    path("ledger/checker/", ledger.checker, name="checker"),
    path("witness/add-checkpoint", witness.add_checkpoint, name="witness"),
]

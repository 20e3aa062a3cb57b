"""XML of strangers: no entity, no document type, nothing fetched, depth and size bounded."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from tonetop.documents.unread import Unread

LARGEST = 24 * 1024 * 1024
"""Bytes of one XML part that becomes a tree; a tree takes several times as much."""
DECLARED = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.I)


def tree(data: bytes, what: str) -> Any:
    """The root element. Raises Unread: `what` names the part."""
    if len(data) > LARGEST:
        raise Unread(f"its part {what} is larger than {LARGEST // 1024**2} MB")
    if DECLARED.search(data) or b"\0" in data:
        raise Unread(f"its part {what} declares a document type or entities of its own, or is not UTF-8")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        raise Unread(f"its part {what} is damaged") from None
    if root is None or root.getroottree().docinfo.internalDTD is not None:
        raise Unread(f"its part {what} declares a document type of its own")
    return root


def name(element: Any) -> str:
    """An element's name without its namespace; empty for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def value(element: Any, attribute: str) -> str:
    """An attribute by its name, in whichever namespace; empty where it is not."""
    for key, found in element.attrib.items():
        if str(key).rpartition("}")[2] == attribute:
            return str(found)
    return ""


def child(element: Any, *path: str) -> Any:
    """The first descendant by that path of names; None where there is none."""
    for step in path:
        element = (
            next((below for below in element if name(below) == step), None) if element is not None else None
        )
    return element

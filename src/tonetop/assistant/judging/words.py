"""The words of a passage as its author wrote them, without the marks of Markdown and HTML around them."""

from __future__ import annotations

import re
from typing import NamedTuple

IMAGE = re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)")
LINK = re.compile(r"\[([^\]\n]*)\](?:\([^)\n]*\)|\[[^\]\n]*\])")
ADDRESS = re.compile(r"<?https?://[^\s>)]+>?|\bwww\.\S+")
TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,300}>|&nbsp;|&[a-z]{2,5};")
MARKS = re.compile(
    r"\*\*|__|(?<!\w)[_*]|[_*](?!\w)|`+|^\s{0,8}(?:[>#]+\s*|[-*+•]\s+(?:\[[ xX]\]\s+)?|\d{1,3}[.)]\s+)",
    re.MULTILINE,
)
RULE = re.compile(r"[|\\~]+|:?-{3,}:?")
TAGGED = re.compile(r"\b[A-Z]{1,2}-[a-z]+(?:-[a-z]+)+\b")  # labels of a tracker: T-leadership-council
SPACE = re.compile(r"\s+")
TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)?|[.!?;](?=\s|$)|[$€£]")
KEPT = frozenset({"let's", "it's", "that's", "there's", "what's"})
ENDS = frozenset(".!?;")


class Words(NamedTuple):
    """Lower-case words in order, and the number of the sentence in which each stands."""

    words: list[str]
    sentences: list[int]


def plain(text: str) -> str:
    """What a reader sees of a passage: no links' addresses, tags, emphasis, list marks or table rules, on one line."""
    if "](" in text or "][" in text:
        text = LINK.sub(r"\1", IMAGE.sub(" ", text))
    if "//" in text or "www." in text:
        text = ADDRESS.sub(" ", text)
    if "<" in text or "&" in text:
        text = TAG.sub(" ", text)
    if "-" in text:
        text = TAGGED.sub(" ", text)
    return SPACE.sub(" ", RULE.sub(" ", MARKS.sub("", text))).strip()


def words_of(seen: str) -> Words:
    """The words of a plain text, and their sentences; the sign of possession is left out."""
    words: list[str] = []
    sentences: list[int] = []
    number = 0
    for word in TOKEN.findall(seen.lower().replace("’", "'")):
        if word in ENDS:
            number += 1
            continue
        if word[-2:] == "'s" and word not in KEPT:
            word = word[:-2]  # noqa: PLW2901  # the same word
        words.append(word)
        sentences.append(number)
    return Words(words, sentences)

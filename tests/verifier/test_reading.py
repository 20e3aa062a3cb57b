"""The verifier reads an event in two ways, a quick one and a thorough one, and they never differ."""

from hypothesis import given
from hypothesis import strategies as st

from tests.making_logs import NOON, act
from tests.verifier.bundles import verifier
from tonetop.core.ledger import NO_LEAF, SYSTEM, Actor, Event, Place, Subject, seal, uuid7

PLACE = Place("org", 7, uuid7(0, bytes(10)), NO_LEAF)
WORDS = ["", "x", "é", "\n", '"', "\\", ',"data":', ',"effective":', "2025-01-14", "٢٠٢٥-01-14", "ab" * 32]
words = st.sampled_from(WORDS)
maybe = st.none() | words
events = st.builds(
    Event,
    type=words,
    subject=st.builds(Subject, words, words, st.none() | st.integers(-1, 99)),
    actor=st.builds(Actor, words, words, maybe, maybe),
    recorded=st.just(NOON),
    data=st.dictionaries(
        st.sampled_from(["a", "personal"]), st.dictionaries(st.sampled_from(WORDS[:2]), words, max_size=2)
    ),
    effective=maybe,
    key=maybe,
    rules=maybe,
)


def reader():
    return verifier.Form("org")


def text_of(event):
    return seal(event, PLACE).body.decode()


@given(events)
def test_what_the_quick_way_says_the_thorough_way_says_too(event):
    text = text_of(event)
    quick = reader().common(text)
    if quick is None:
        return
    thorough = reader().uncommon(text)
    assert quick[:3] == thorough[:3]
    assert quick[3] in (None, thorough[3])
    told = event.actor.name or event.data.get("personal") or event.type in verifier.SPECIAL
    assert (quick[3] is not None) is bool(told)


def test_ordinary_events_are_read_the_quick_way():
    for event in (act(1), act(2, name="Ann"), Event("ledger.opened", Subject("Ledger", "org"), SYSTEM, NOON)):
        assert reader().common(text_of(event)) is not None


def test_events_with_files_signatures_or_escaped_words_are_read_the_thorough_way():
    for other in ({"signature": {}}, {"key": '"'}, {"rules": "\n"}, {"effective": "soon"}, {"type": "\\"}):
        fields = {"type": "a", "subject": Subject("a", "b"), "actor": SYSTEM, "recorded": NOON}
        assert reader().common(text_of(Event(**fields | other))) is None


@given(events, st.data())
def test_the_quick_way_takes_nothing_that_the_thorough_way_refuses(event, data):
    text = text_of(event)
    at = data.draw(st.integers(0, len(text) - 1))
    spoilt = text[:at] + data.draw(st.sampled_from(['"', "{", "}", ",", "\\", "x", "", "5"])) + text[at + 1 :]
    try:
        quick = reader().common(spoilt)
    except (ValueError, KeyError, TypeError, AttributeError, StopIteration):
        return
    if quick is not None:
        assert quick[:3] == reader().uncommon(spoilt)[:3]

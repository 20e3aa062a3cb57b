"""Places that wait to be filled in."""

from __future__ import annotations

import pytest

from tonetop.core.blanks import blanks


@pytest.mark.parametrize(
    "blank",
    [
        "[YOUR_ORGANISATION_NAME]",
        "[DATE]",
        "[insert name of agency]",
        "[SHORT DESCRIPTION OF THE SCOPE]",
        "<insert date>",
        "<COMPANY NAME>",
        "{{ owner }}",
        "________",
        "_NAME_",
        "DD/MM/YYYY",
        "Lorem ipsum",
    ],
)
def test_a_place_left_blank_is_found_where_it_stands(blank: str) -> None:
    text = f"Approved by {blank} on behalf of all."
    assert [text[start:end] for start, end in blanks(text)] == [blank]


@pytest.mark.parametrize(
    "text",
    [
        "See [the policy](https://example.org/policy).",
        "As told in [Name][1], and in [NEW] items.",
        "[Add]: https://example.org",
        "The board approved <b>it</b> in June.",
        "A plain sentence.",
    ],
)
def test_links_references_tags_and_labels_are_no_blanks(text: str) -> None:
    assert blanks(text) == []

"""The index: it finds by words and meaning, grows by the document, and shows no half of a change."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3

import numpy as np
import pytest

from tonetop.assistant.search.index import Index
from tonetop.assistant.search.store import Document, Unreadable
from tonetop.assistant.search.words import stems
from tonetop.core.passage import Passage

LINES = [
    "The council approved the policy on artificial intelligence without dissent.",
    "The budget of 40,000 for the training of staff was agreed.",
    "The next meeting is held in Lisbon in spring.",
    "Nobody reported an incident of an automated decision this quarter.",
]


class Bags:
    """Meaning for tests: each stem has a direction of its own, and a text is the sum of its stems'."""

    name = "bags"

    def __init__(self):
        self.read = 0

    def embed(self, texts):
        self.read += len(texts)
        rows = [sum(map(self.direction, stems(text) or ["nothing"])) for text in texts]
        table = np.array(rows, np.float32).reshape(-1, 384)
        return table / np.linalg.norm(table, axis=1, keepdims=True)

    @staticmethod
    def direction(stem):
        seed = int.from_bytes(stem.encode()[:8].ljust(8, b"\0"), "big")
        return np.random.default_rng(seed).standard_normal(384)


def document(name="minutes.md", lines=LINES, sha256="aa", **about):
    passages, offset = [], 0
    for line in lines:
        passages.append(Passage(offset, offset + len(line), line, "Decisions"))
        offset += len(line) + 1
    return Document(name, sha256, passages, about)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "index.sqlite"


@pytest.fixture(params=[True, False], ids=["with meaning", "by words alone"])
def index(path, request):
    made = Index(path, Bags() if request.param else None)
    yield made
    made.close()


def found(index, question, **how):
    return [hit.text for hit in index.search(question, **how).hits]


def test_the_passage_that_answers_comes_first_with_its_place(index):
    index.add([document(), document("other.md", ["Lunch is at noon.", "The lift is out of order."])])
    result = index.search("Who approved the AI policy?")
    hit = result.hits[0]
    assert (hit.document, hit.text, hit.lead) == ("minutes.md", LINES[0], "Decisions")
    assert LINES[0] == "\n".join(LINES)[hit.start : hit.end]
    assert 0 <= hit.score <= 1
    assert 0 <= result.confidence <= 1
    assert f"Searched {result.passages} passages of 2 documents by words" in result.how


def test_the_words_that_a_hit_shares_with_the_question_are_marked(index):
    index.add([document()])
    hit = index.search("budgets agreed?").hits[0]
    assert ["\n".join(LINES)[start:end] for start, end in hit.marks] == ["budget", "agreed"]


def test_without_a_model_search_says_so(path):
    index = Index(path)
    index.add([document()])
    result = index.search("policy")
    assert not result.by_meaning
    assert "by words alone, for the sentence model is not in use" in result.how
    index.close()


def test_by_meaning_it_finds_what_was_read_and_by_words_what_was_not(path):
    plain = Index(path)
    plain.add([document("words.md")])
    plain.close()
    index = Index(path, Bags())
    index.add([document("both.md", ["An automated decision was appealed."])])
    result = index.search("automated decision incident")
    assert {hit.document for hit in result.hits} == {"words.md", "both.md"}
    assert result.by_meaning
    index.close()


def test_a_document_of_the_same_name_takes_the_place_of_the_former(index):
    index.add([document()])
    index.add([document(lines=["The policy was withdrawn."], sha256="bb")])
    assert index.held() == {"minutes.md": "bb"}
    assert found(index, "policy council budget Lisbon") == ["The policy was withdrawn."]


def test_a_document_that_is_removed_is_found_no_more(index):
    index.add([document(), document("other.md", ["The policy is kept elsewhere."])])
    assert index.remove("minutes.md")
    assert not index.remove("minutes.md")
    assert {hit.document for hit in index.search("policy council budget").hits} == {"other.md"}


def test_only_documents_that_are_wanted_are_searched(index):
    index.add(
        [document(kind="minutes"), document("policy.md", ["The council owns the policy."], kind="policy")]
    )
    only = index.search("council policy", where=lambda name, about: about["kind"] == "policy")
    assert {hit.document for hit in only.hits} == {"policy.md"}
    assert not index.search("council policy", where=lambda name, about: False).hits


@pytest.mark.parametrize("question", ["", "of the and", '"; DROP TABLE words --', "NEAR(a b) OR *", "zzzz"])
def test_any_question_has_an_answer_or_none(index, question):
    index.add([document()])
    index.search(question)


def test_an_empty_index_finds_nothing(index):
    result = index.search("anything")
    assert (result.hits, result.confidence, result.passages) == ((), 0.0, 0)


def test_documents_without_passages_do_no_harm(index):
    index.add([document("empty.md", []), document(), document("void.md", [])])
    kept = index.search("policy", where=lambda name, about: name == "minutes.md")
    assert {hit.document for hit in kept.hits} == {"minutes.md"}


def test_the_same_question_has_the_same_answer_whatever_the_order_of_adding(tmp_path):
    documents = [document(f"{number}.md", LINES[number:]) for number in range(4)]
    answers = []
    for number, order in enumerate((documents, documents[::-1])):
        index = Index(tmp_path / f"{number}.sqlite", Bags())
        index.add(order)
        result = index.search("budget for training of staff", count=40)
        answers.append(sorted((hit.document, hit.start, round(hit.score, 6)) for hit in result.hits))
        index.close()
    assert answers[0] == answers[1]


def test_vectors_that_are_given_are_not_read_again(path):
    meaning = Bags()
    index = Index(path, meaning)
    given = document()
    vectors = Bags().embed(LINES)
    index.add(
        [Document(given.name, given.sha256, given.passages, {}, vectors, meaning.name), document("new.md")]
    )
    assert meaning.read == len(LINES)
    index.close()


def test_what_stops_the_work_leaves_what_was_told_and_no_half(path, monkeypatch):
    monkeypatch.setattr("tonetop.assistant.search.index.TOGETHER", 4)
    index = Index(path)
    told = []

    def stop(count):
        told.append(count)
        if len(told) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        index.add((document(f"{number}.md") for number in range(9)), stop)
    assert sorted(index.held()) == ["0.md", "1.md"]
    index.close()


def test_a_failure_within_a_change_undoes_all_of_it(path, monkeypatch):
    index = Index(path)
    index.add([document()])
    wrong = document("wrong.md")
    with pytest.raises(AttributeError):
        index.add([document(lines=["changed"]), Document(wrong.name, "x", [None])])
    assert found(index, "policy") == [LINES[0]]
    index.close()


def die_while_writing(path):
    index = Index(path)
    index.connection.execute("BEGIN IMMEDIATE")
    from tonetop.assistant.search import store

    store.put(index.connection, document(lines=["half of a change"]))
    os._exit(9)


def test_a_writer_that_dies_leaves_the_former_state(path):
    index = Index(path)
    index.add([document()])
    child = multiprocessing.get_context("spawn").Process(target=die_while_writing, args=(path,))
    child.start()
    child.join(60)
    assert child.exitcode == 9
    assert index.held() == {"minutes.md": "aa"}
    assert not found(index, "half")
    index.add([document("after.md")])
    index.close()


def test_a_reader_sees_another_ones_change_when_it_is_whole(path):
    writer, reader = Index(path, Bags()), Index(path, Bags())
    writer.add([document()])
    assert found(reader, "policy")[0] == LINES[0]
    with pytest.raises(AttributeError):
        writer.add([document("late.md", ["A late policy."]), Document("wrong", "x", [None])])
    assert "A late policy." not in found(reader, "policy")
    writer.add([document("late.md", ["A late policy."])])
    assert "A late policy." in found(reader, "policy")
    writer.remove("minutes.md")
    assert found(reader, "policy") == ["A late policy."]
    writer.close()
    reader.close()


def test_a_file_that_is_no_index_is_refused_in_one_sentence(path):
    path.write_bytes(b"no database at all, but long enough to look like one" * 40)
    with pytest.raises(Unreadable, match="is no index"):
        Index(path)


def test_an_index_of_another_version_is_refused_in_one_sentence(path):
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(Unreadable, match="another version"):
        Index(path)


def test_a_common_word_alone_still_finds(path, monkeypatch):
    monkeypatch.setattr("tonetop.assistant.search.index.MATCHES", 3)
    index = Index(path)
    index.add([document("many.md", ["The policy stands."] * 9 + ["The zebra policy stands."])])
    assert len(index.search("policy", count=20).hits) == 10
    assert found(index, "zebra policy")[0] == "The zebra policy stands."
    index.close()

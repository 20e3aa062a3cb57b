"""Sentences as vectors: near in meaning is near in place, alike in every batch, by the model that was checked."""

from __future__ import annotations

import hashlib
import sys

import numpy as np
import pytest

from tonetop.assistant.search import sentences as module
from tonetop.assistant.search import weights
from tonetop.assistant.search.sentences import WIDTH, Sentences, batches, unaltered
from tonetop.assistant.search.weights import Unavailable, checked, model_folder

pytest.importorskip("onnxruntime", reason="the extra tonetop[assistant] is not installed")
pytest.importorskip("tokenizers", reason="the extra tonetop[assistant] is not installed")

TEXTS = [
    "The board approved the AI policy on 3 March.",
    "The directors adopted the rules for artificial intelligence in spring.",
    "Lunch is served in the canteen from noon.",
    "Der Vorstand hat die KI-Richtlinie beschlossen.",
    "",
    *(f"Item {number} of the agenda was put off to the next meeting of the council." for number in range(40)),
]


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    return tmp_path_factory.mktemp("model")


@pytest.fixture(scope="module")
def model(cache):
    return Sentences(cache)


def test_each_text_has_a_vector_of_length_one(model):
    vectors = model.embed(TEXTS)
    assert (vectors.shape, vectors.dtype) == ((len(TEXTS), WIDTH), np.dtype(np.float32))
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert model.embed([]).shape == (0, WIDTH)


def test_what_means_alike_lies_nearer_than_what_does_not(model):
    policy, rules, lunch = model.embed(TEXTS[:3])
    assert policy @ rules > 0.3 + policy @ lunch


def test_a_text_has_the_same_vector_alone_and_in_any_company(model):
    together, backwards = model.embed(TEXTS), model.embed(TEXTS[::-1])[::-1]
    alone = np.concatenate([model.embed([text]) for text in TEXTS])
    assert np.array_equal(together, alone)
    assert np.array_equal(together, backwards)


def test_one_thread_and_two_give_the_same(model, cache):
    assert np.array_equal(Sentences(cache, threads=1).embed(TEXTS), model.embed(TEXTS))


def test_equal_texts_are_read_once(model):
    told = []
    vectors = model.embed(["twice", "once", "twice"], told.append)
    assert sum(told) == 2
    assert np.array_equal(vectors[0], vectors[2])


def test_what_the_teller_raises_ends_the_work(model):
    def stop(_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        model.embed(TEXTS, stop)


def test_a_batch_holds_texts_of_one_length():
    ids = [[0] * length for length in (3, 5, 3, 700, 700, 5)]
    assert sorted(index for batch in batches(ids) for index in batch) == list(range(6))
    assert all(len({len(ids[index]) for index in batch}) == 1 for batch in batches(ids))
    assert [3] in list(batches(ids))


def test_the_graph_is_kept_and_a_damaged_one_written_anew(model, cache, tmp_path):
    (kept,) = cache.glob("*.onnx")
    body = unaltered(kept)
    assert hashlib.sha256(body).digest() == kept.read_bytes()[:32]
    damaged = tmp_path / kept.name
    damaged.write_bytes(kept.read_bytes()[:-1] + b"?")
    assert unaltered(damaged) is None
    assert np.array_equal(Sentences(tmp_path).embed(TEXTS[:1]), model.embed(TEXTS[:1]))
    assert damaged.read_bytes() == kept.read_bytes()


def test_altered_weights_are_refused(tmp_path):
    (tmp_path / "model.safetensors").write_bytes(b"other")
    with pytest.raises(Unavailable, match=r"model\.safetensors is not the one"):
        checked(tmp_path / "model.safetensors", weights.MODEL_SHA256)
    with pytest.raises(Unavailable, match=r"absent cannot be read"):
        checked(tmp_path / "absent", weights.MODEL_SHA256)


def test_without_the_package_one_sentence_says_how_to_get_it(monkeypatch):
    monkeypatch.setattr(weights, "PACKAGE", "no_such_package")
    with pytest.raises(Unavailable, match="is not installed"):
        model_folder()


@pytest.mark.parametrize("missing", ["tokenizers", "onnxruntime"])
def test_without_a_package_of_the_extra_one_sentence_names_it(monkeypatch, cache, missing):
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(Unavailable, match=rf"needs {missing}.*tonetop\[assistant\]"):
        Sentences(cache)


def test_the_framework_of_the_package_is_not_imported(model):
    assert weights.PACKAGE not in sys.modules
    assert module.WIDTH == WIDTH

"""Sentences as vectors: what means alike lies near; read by all-MiniLM-L6-v2 on the processor, offline."""

from __future__ import annotations

import hashlib
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tonetop.assistant.search.weights import (
    MODEL_SHA256,
    TOKENIZER_SHA256,
    Array,
    Unavailable,
    arrays,
    checked,
    model_folder,
)

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

WIDTH = 384
TOKENS = 128
BATCH_TOKENS = 1024  # of one run: enough to be quick, little enough to stay in the processor's cache


class Sentences:
    """The sentence model, ready. cache: a folder that keeps its graph, so that it is written once.

    `name` says which vectors these are: keep none under another name. Raises Unavailable where the model, or a package
    of the extra `assistant`, is missing or altered.
    """

    def __init__(self, cache: Path | None = None, *, threads: int = 2, tokens: int = TOKENS) -> None:
        folder = model_folder()
        weights = checked(folder / "model.safetensors", MODEL_SHA256)
        graph, self.name = graph_for(weights, cache)
        self.name = f"{self.name}-{tokens}"
        self.threads = threads
        self.tokenizer = tokenizer(checked(folder / "tokenizer.json", TOKENIZER_SHA256), tokens)
        self.session = session(graph)

    def embed(self, texts: Sequence[str], told: Callable[[int], None] | None = None) -> Array:
        """A vector of length 1 for each text: float32 (texts, WIDTH). The same text always has the same vector.

        told: called with the number of texts done since; what it raises ends the work.
        """
        if not texts:
            return np.zeros((0, WIDTH), np.float32)
        once = list(dict.fromkeys(texts))
        ids = [encoding.ids for encoding in self.tokenizer.encode_batch(once)]
        vectors = np.empty((len(once), WIDTH), np.float32)
        with ThreadPoolExecutor(self.threads) as pool:
            for batch in pool.map(lambda batch: self.run(ids, batch, vectors), batches(ids)):
                if told is not None:
                    told(len(batch))
        place = {text: index for index, text in enumerate(once)}
        return vectors[[place[text] for text in texts]]

    def run(self, ids: list[list[int]], batch: list[int], vectors: Array) -> list[int]:
        """Read one batch of texts, all of one length, into their rows."""
        (vectors[batch],) = self.session.run(
            ["vectors"], {"ids": np.array([ids[index] for index in batch], np.int64)}
        )
        return batch


def batches(ids: list[list[int]]) -> Iterable[list[int]]:
    """The texts' indices in batches of one length each, long ones first, so that the last to end is short."""
    by_length: dict[int, list[int]] = defaultdict(list)
    for index, tokens in enumerate(ids):
        by_length[len(tokens)].append(index)
    for length in sorted(by_length, reverse=True):
        step = max(1, BATCH_TOKENS // length)
        for start in range(0, len(by_length[length]), step):
            yield by_length[length][start : start + step]


def tokenizer(data: bytes, tokens: int) -> Tokenizer:
    """What cuts a text into the model's words, at most `tokens` of them."""
    try:
        from tokenizers import Tokenizer  # noqa: PLC0415  # an extra
    except ImportError as error:
        raise Unavailable(
            "The sentence model needs tokenizers: `pip install 'tonetop[assistant]'`."
        ) from error
    made = Tokenizer.from_str(data.decode())
    made.no_padding()
    made.enable_truncation(tokens)
    return made


def session(graph: bytes) -> InferenceSession:
    """What runs the graph: one thread a run, for the runs themselves are made side by side."""
    try:
        import onnxruntime  # noqa: PLC0415  # an extra
    except ImportError as error:
        raise Unavailable(
            "The sentence model needs onnxruntime: `pip install 'tonetop[assistant]'`."
        ) from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_mem_pattern = False  # every length is another pattern
    options.graph_optimization_level = (
        onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    )  # the graph is fused as it is
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


def graph_for(weights: bytes, cache: Path | None) -> tuple[bytes, str]:
    """The graph and the name of what it is made of: out of the cache, when it lies there unaltered."""
    try:
        from tonetop.assistant.search import graph  # noqa: PLC0415  # it needs onnx, an extra
    except ImportError as error:
        raise Unavailable("The sentence model needs onnx: `pip install 'tonetop[assistant]'`.") from error
    resource = files("tonetop.assistant.search") / "ranges.npz"
    told = hashlib.sha256(resource.read_bytes()).hexdigest()
    name = f"minilm-{MODEL_SHA256[:8]}-{told[:8]}-{graph.VERSION}"
    kept = unaltered(cache / f"{name}.onnx") if cache else None
    if kept is None:
        with as_file(resource) as path, np.load(path) as ranges:
            kept = graph.model(graph.draft(arrays(weights), ranges))
        if cache:
            keep(cache / f"{name}.onnx", kept)
    return kept, name


def unaltered(path: Path) -> bytes | None:
    """A kept file's bytes without the hash that they begin with; None where they do not agree."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    digest, body = data[:32], data[32:]
    return body if hashlib.sha256(body).digest() == digest else None


def keep(path: Path, data: bytes) -> None:
    """Put a file beside the others at once, its hash first; readers see all of it or nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(hashlib.sha256(data).digest() + data)
    Path(file.name).replace(path)

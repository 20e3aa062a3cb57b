"""The sentence model as a graph that onnxruntime runs in whole numbers of eight bits.

Weights are rounded by output channel to seven bits, so that no processor's 16-bit sums overflow; activations to
eight bits with a fixed scale (`ranges.npz`, see train/sentence_ranges.py). A fixed scale, and texts of one length in
one batch without padding, are why a text's vector does not depend on what else is in its batch. Before rounding, a
part of each input channel's size is moved into the weights (Xiao et al. 2022, arXiv:2211.10438), since few channels
are far larger than the others.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from tonetop.assistant.search.weights import Array

VERSION = "1"  # of what is written here: another version gives other vectors
LAYERS, HEADS, WIDTH = 6, 12, 384
EPSILON = 1e-12
SHIFT = 0.85  # how much of an input channel's size is moved into the weights
MARGIN = 1.1  # by how much an activation may exceed what was seen: cutting costs more than coarser steps
WEIGHT_STEPS, STEPS = 63, 255
FUSED = "com.microsoft"  # onnxruntime's own operators

Ranges = Mapping[str, npt.NDArray[np.floating]]


class Whole(NamedTuple):
    """A dense layer in whole numbers: names of the rounded input, its scale and zero, the weights and their scales."""

    input: str
    scale: str
    zero: str
    weights: str
    scales: str


class Draft:
    """A graph that is being written: constants and operations in order. Without ranges it stays in floats."""

    def __init__(self, ranges: Ranges | None) -> None:
        self.ranges = ranges
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, onnx.TensorProto] = {}
        self.inputs_of: dict[str, str] = {}  # dense layer -> its input, which calibration looks at

    def const(self, name: str, value: npt.ArrayLike) -> str:
        self.constants[name] = numpy_helper.from_array(
            np.ascontiguousarray(value).reshape(np.shape(value)), name
        )
        return name

    def op(self, kind: str, *inputs: str, outputs: int = 1, fused: bool = False, **about: Any) -> list[str]:
        names = [f"{kind}{len(self.nodes)}.{number}" for number in range(outputs)]
        domain = FUSED if fused else ""
        self.nodes.append(helper.make_node(kind, list(inputs), names, domain=domain, **about))
        return names

    def whole(self, name: str, given: str, weights: Array, ranges: Ranges) -> Whole:
        """The layer's input and weights, rounded."""
        low, high = ranges[f"{name}.low"].astype(np.float64), ranges[f"{name}.high"].astype(np.float64)
        size = np.maximum(np.maximum(np.abs(low), np.abs(high)), 1e-5)
        smooth = size**SHIFT / np.maximum(np.abs(weights).max(1), 1e-5) ** (1 - SHIFT)
        bottom, top = min((low / smooth).min(), 0.0), max((high / smooth).max(), 0.0)
        scale = (top - bottom) * MARGIN / STEPS
        zero = round(-bottom * MARGIN / scale)
        moved = weights * smooth[:, None]
        scales = np.abs(moved).max(0) / WEIGHT_STEPS
        (even,) = self.op("Mul", given, self.const(f"{name}.even", (1 / smooth).astype(np.float32)))
        step = self.const(f"{name}.step", np.float32(scale))
        middle = self.const(f"{name}.zero", np.uint8(zero))
        (rounded,) = self.op("QuantizeLinear", even, step, middle)
        return Whole(
            rounded,
            step,
            middle,
            self.const(f"{name}.weights", np.rint(moved / scales).astype(np.int8)),
            self.const(f"{name}.scales", scales.astype(np.float32)),
        )

    def dense(self, name: str, given: str, weights: Array, bias: Array) -> str:
        """given @ weights + bias, weights (inputs, outputs)."""
        self.inputs_of[name] = given
        added = self.const(f"{name}.bias", bias)
        if self.ranges is None:
            (product,) = self.op("MatMul", given, self.const(f"{name}.weights", weights))
            return self.op("Add", product, added)[0]
        layer = self.whole(name, given, weights, self.ranges)
        inputs = (layer.input, layer.weights, layer.scale, layer.scales, layer.zero, "", added)
        return self.op("MatMulIntegerToFloat", *inputs, fused=True)[0]

    def attention(self, name: str, given: str, weights: Array, bias: Array) -> str:
        """Every word looks at every other, HEADS times; weights (WIDTH, 3 x WIDTH) for query, key and value."""
        if self.ranges is None:
            all_three = self.op(
                "Split", self.dense(name, given, weights, bias), outputs=3, axis=2, num_outputs=3
            )
            return self.op("MultiHeadAttention", *all_three, fused=True, num_heads=HEADS)[0]
        layer = self.whole(name, given, weights, self.ranges)
        added = self.const(f"{name}.bias", bias)
        inputs = (layer.input, layer.weights, added, layer.scale, layer.scales, "", layer.zero)
        return self.op("QAttention", *inputs, fused=True, num_heads=HEADS)[0]

    def normal(self, name: str, given: str, weight: Array, bias: Array) -> str:
        constants = self.const(f"{name}.weight", weight), self.const(f"{name}.bias", bias)
        return self.op("LayerNormalization", given, *constants, axis=-1, epsilon=EPSILON)[0]


def draft(arrays: Mapping[str, Array], ranges: Ranges | None) -> Draft:
    """The model's operations over `ids` (texts, tokens) to `vectors` (texts, WIDTH) of length 1."""
    graph = Draft(ranges)
    flow = embedding(graph, arrays)
    for number in range(LAYERS):
        flow = layer(graph, number, flow, arrays)
    pooled(graph, flow)
    return graph


def embedding(graph: Draft, arrays: Mapping[str, Array]) -> str:
    """Words and their places; each word's row is kept in eight bits with a scale of its own."""
    words = arrays["embeddings.word_embeddings.weight"]
    places = (
        arrays["embeddings.position_embeddings.weight"] + arrays["embeddings.token_type_embeddings.weight"][0]
    )
    scales = np.abs(words).max(1, keepdims=True) / 127
    (rows,) = graph.op("Gather", graph.const("words", np.rint(words / scales).astype(np.int8)), "ids")
    (row_scales,) = graph.op("Gather", graph.const("word_scales", scales.astype(np.float32)), "ids")
    (numbers,) = graph.op("Cast", rows, to=TensorProto.FLOAT)
    (scaled,) = graph.op("Mul", numbers, row_scales)
    (length,) = graph.op("Shape", "ids", start=1, end=2)
    zero, axis = graph.const("zero", np.array([0])), graph.const("axis", np.array([0]))
    (first,) = graph.op("Slice", graph.const("places", places), zero, length, axis)
    (placed,) = graph.op("Add", scaled, first)
    norm = arrays["embeddings.LayerNorm.weight"], arrays["embeddings.LayerNorm.bias"]
    return graph.normal("embeddings", placed, *norm)


def layer(graph: Draft, number: int, flow: str, arrays: Mapping[str, Array]) -> str:
    """One of the model's layers: attention, then two dense layers, each added to what came in."""

    def of(name: str) -> tuple[Array, Array]:
        full = f"encoder.layer.{number}.{name}"
        return arrays[f"{full}.weight"].T, arrays[f"{full}.bias"]

    three = [of(f"attention.self.{name}") for name in ("query", "key", "value")]
    weights, bias = (np.concatenate(parts, axis=-1) for parts in zip(*three, strict=True))
    seen = graph.attention(f"{number}.attention", flow, weights, bias)
    out = graph.dense(f"{number}.out", seen, *of("attention.output.dense"))
    (added,) = graph.op("Add", flow, out)
    flow = graph.normal(f"{number}.after_attention", added, *of("attention.output.LayerNorm"))
    wide = graph.dense(f"{number}.wide", flow, *of("intermediate.dense"))
    (bent,) = graph.op("Gelu", wide, fused=True)
    narrow = graph.dense(f"{number}.narrow", bent, *of("output.dense"))
    (added,) = graph.op("Add", flow, narrow)
    return graph.normal(f"{number}.after_dense", added, *of("output.LayerNorm"))


def pooled(graph: Draft, flow: str) -> None:
    """The mean of the words' vectors, as a sum (its length is made 1 anyway) that is made alike for any batch."""
    (length,) = graph.op("Shape", "ids", start=1, end=2)
    one = graph.const("one", np.array([1]))
    (shape,) = graph.op("Concat", one, length, axis=0)
    (ones,) = graph.op("ConstantOfShape", shape, value=numpy_helper.from_array(np.ones(1, np.float32)))
    (total,) = graph.op("MatMul", ones, flow)
    (flat,) = graph.op("Squeeze", total, one)
    graph.nodes.append(helper.make_node("LpNormalization", [flat], ["vectors"], axis=-1, p=2))


def model(graph: Draft, also: tuple[str, ...] = ()) -> bytes:
    """The graph as an ONNX file; also: further values to give out."""
    inputs = [helper.make_tensor_value_info("ids", TensorProto.INT64, ["texts", "tokens"])]
    outputs = [helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["texts", WIDTH])]
    outputs += [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in also]
    body = helper.make_graph(graph.nodes, "all-MiniLM-L6-v2", inputs, outputs, list(graph.constants.values()))
    operators = [helper.make_opsetid("", 20), helper.make_opsetid(FUSED, 1)]
    made = helper.make_model(body, opset_imports=operators, ir_version=10)
    return bytes(made.SerializeToString(deterministic=True))

"""The network as an int8 ONNX graph: takes the word vectors of one text and returns one unit vector.

Word vectors are looked up outside the graph, so that the large table is stored once and memory-mapped.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.model.weights import Weights

# Part of the model's fingerprint: increase it when a change here changes a vector.
VERSION = 3
INPUT, OUTPUT = "words", "vector"
_MICROSOFT = "com.microsoft"
# Processors without VNNI sum pairs of products (at most 255 * weight) in 16 bits, silently cut off at the largest.
# Up to this weight a pair always fits; with 127 such processors came as low as 0.988 to the float32 network.
LARGEST_WEIGHT = 64

# Activations are quantised with one scale per text, so a single outlier reduces the precision of all others. Measured
# on this model: in each of the first nine layers one neuron of the feed-forward reaches 6 to 65 where all others stay
# below 6, and three channels after a normalisation reach up to 44 where the others stay below 6. The neurons are
# computed separately in float32, the channels are divided by these numbers (and their weights multiplied). Together
# this takes the mean cosine to the float32 network from 0.9965 to 0.9992, for 3 % of the time.
_OUTLIER_NEURONS = (318, 1462, 354, 408, 778, 658, 1152, 413, 563, None, None, None)
_OUTLIER_CHANNELS = {15: 3, 35: 3, 321: 2}


def build_graph(weights: Weights) -> bytes:
    """The serialised ONNX graph; matrix products of weights are computed in int8, everything else in float32."""
    graph = GraphBuilder(weights)
    graph.mean(OUTPUT)
    return graph.serialised({OUTPUT: [1, weights.shape.hidden]})


def build_question_graph(weights: Weights) -> bytes:
    """The same for a question: with the weights of `question_weights.py`, and its vector turned as they say."""
    graph = GraphBuilder(weights)
    size = weights.shape.hidden
    mean = graph.mean("mean")
    turned = graph.node("MatMul", [mean, graph.constant("turn.w", weights.matrix("turn.w", size).T)], "turned")
    moved = graph.node("Add", [turned, graph.constant("turn.b", weights.dense("turn.b"))], "moved")
    graph.node("LpNormalization", [graph.node("Add", [mean, moved], "sum")], OUTPUT, axis=-1, p=2)
    return graph.serialised({OUTPUT: [1, size]})


class GraphBuilder:
    """Collects nodes and constants; a method that adds to the graph returns the name of the value it adds."""

    def __init__(self, weights: Weights) -> None:
        from onnx import helper, numpy_helper

        self.weights = weights
        self.helper, self.numpy_helper = helper, numpy_helper
        self.nodes: list[Any] = []
        self.constants: list[Any] = []
        self.divisors = np.ones(weights.shape.hidden, np.float32)
        self.divisors[list(_OUTLIER_CHANNELS)] = list(_OUTLIER_CHANNELS.values())
        self.constant("divisors", self.divisors)
        for number in (0, 1, 2):
            self.constant(f"at{number}", np.array([number], np.int64))

    def constant(self, name: str, values: NDArray[Any]) -> str:
        """Add a constant and return its name."""
        self.constants.append(self.numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def node(self, kind: str, inputs: Sequence[str], output: str, **options: Any) -> str:  # noqa: ANN401
        """Add a node with one output and return the output's name."""
        return self.nodes_out(kind, inputs, [output], **options)[0]

    def nodes_out(self, kind: str, inputs: Sequence[str], outputs: list[str], **options: Any) -> list[str]:  # noqa: ANN401
        """Add a node with several outputs and return their names."""
        domain = _MICROSOFT if kind in {"DynamicQuantizeMatMul", "MultiHeadAttention", "BiasGelu"} else ""
        self.nodes.append(self.helper.make_node(kind, inputs, outputs, name=outputs[0], domain=domain, **options))
        return outputs

    def body(self) -> str:
        """The last layer's vectors of all tokens, (1, tokens, hidden), divided by `divisors`."""
        hidden = self.embed()
        for layer, outlier in enumerate(_OUTLIER_NEURONS):
            hidden = self.attend(f"l{layer}.", hidden)
            hidden = self.feed_forward(f"l{layer}.", hidden, outlier)
        return hidden

    def mean(self, output: str) -> str:
        """The mean of the last layer's vectors, (1, hidden), at unit length."""
        mean = self.node("ReduceMean", [self.body(), "at1"], "quiet", keepdims=0)
        return self.node("LpNormalization", [self.node("Mul", [mean, "divisors"], "whole.mean")], output, axis=-1, p=2)

    def embed(self) -> str:
        """Word, position and type vectors, summed and normalised."""
        size = self.weights.shape.hidden
        self.constant("places", self.weights.matrix("emb.pos", size) + self.weights.dense("emb.type")[:size])
        self.node("Shape", [INPUT], "shape")
        self.node("Slice", ["shape", "at1", "at2", "at0"], "length")
        self.node("Slice", ["places", "at0", "length", "at0"], "here")
        return self.normalise("emb.ln", self.node("Add", [INPUT, "here"], "summed"))

    def attend(self, at: str, hidden: str) -> str:
        """The attention of a layer, added to its input and normalised."""
        names = [at + part for part in "qkv"]
        matrix = np.concatenate([self.matrix(name) for name in names]) * self.divisors
        joined = self.product(at + "qkv", hidden, matrix, np.concatenate([self.bias(name) for name in names]))
        parts = self.nodes_out("Split", [joined], [at + "query", at + "key", at + "value"], axis=-1, num_outputs=3)
        heads = self.weights.shape.heads
        attended = self.node("MultiHeadAttention", parts, at + "attended", num_heads=heads)
        update = self.product(at + "ao", attended, self.matrix(at + "ao"), self.bias(at + "ao"))
        return self.add(at + "aln", hidden, [update])

    def feed_forward(self, at: str, hidden: str, outlier: int | None) -> str:
        """The feed-forward block of a layer, added to its input and normalised."""
        wide, narrow = self.matrix(at + "fi") * self.divisors, self.matrix(at + "fo")
        bias = self.bias(at + "fi")
        updates = []
        if outlier is not None:
            updates.append(self.neuron(at + "loud", hidden, wide[outlier], bias[outlier], narrow[:, outlier]))
            wide[outlier] = bias[outlier] = narrow[:, outlier] = 0
        product = self.product(at + "fi", hidden, wide, None)
        active = self.node("BiasGelu", [product, self.constant(at + "fi.b", bias)], at + "gelu")
        updates.append(self.product(at + "fo", active, narrow, self.bias(at + "fo")))
        return self.add(at + "oln", hidden, updates)

    def neuron(self, at: str, hidden: str, into: NDArray[Any], bias: NDArray[Any], out: NDArray[Any]) -> str:
        """The contribution of one feed-forward neuron, in float32."""
        product = self.node("MatMul", [hidden, self.constant(at + ".in", into[:, None])], at)
        active = self.node("BiasGelu", [product, self.constant(at + ".b", bias.reshape(1))], at + ".gelu")
        return self.node("MatMul", [active, self.constant(at + ".out", out[None, :])], at + ".update")

    def matrix(self, name: str) -> NDArray[Any]:
        """The matrix of that name, (out, in)."""
        return self.weights.matrix(name + ".w", len(self.weights.dense(name + ".w")) // len(self.bias(name)))

    def bias(self, name: str) -> NDArray[np.float32]:
        """The bias of that name."""
        return self.weights.dense(name + ".b")

    def product(self, output: str, value: str, matrix: NDArray[Any], bias: NDArray[Any] | None) -> str:
        """`value` times the transposed matrix: weights are int8 per output channel, activations uint8 per text."""
        scale = np.abs(matrix).max(1) / np.float32(LARGEST_WEIGHT)
        scale[scale == 0] = 1
        quantised = np.rint(matrix / scale[:, None]).astype(np.int8)
        inputs = [value, self.constant(output + ".w", quantised.T), self.constant(output + ".scale", scale)]
        inputs.append(self.constant(output + ".zero", np.zeros(len(scale), np.int8)))
        if bias is not None:
            inputs.append(self.constant(output + ".b", bias))
        return self.node("DynamicQuantizeMatMul", inputs, output)

    def add(self, norm: str, hidden: str, updates: list[str]) -> str:
        """`hidden` with its outlier channels at full scale, plus the updates, normalised."""
        total = self.node("Mul", [hidden, "divisors"], norm + ".hidden")
        for number, update in enumerate(updates):
            total = self.node("Add", [total, update], f"{norm}.sum{number}")
        return self.normalise(norm, total)

    def normalise(self, norm: str, value: str) -> str:
        """The layer norm of `value`, with the outlier channels scaled down."""
        factors = [
            self.constant(f"{norm}.{part}", self.weights.dense(f"{norm}.{part}") / self.divisors) for part in "wb"
        ]
        # Not the fused SkipLayerNormalization: on a CPU it takes six times as long.
        return self.node("LayerNormalization", [value, *factors], norm, axis=-1, epsilon=self.weights.shape.epsilon)

    def serialised(self, outputs: Mapping[str, Sequence[int | str]]) -> bytes:
        """The whole graph as bytes, with these outputs of these shapes."""
        from onnx import TensorProto

        info, float32 = self.helper.make_tensor_value_info, TensorProto.FLOAT
        inputs = [info(INPUT, float32, [1, "tokens", self.weights.shape.hidden])]
        given = [info(name, float32, shape) for name, shape in outputs.items()]
        graph = self.helper.make_graph(self.nodes, "network", inputs, given, self.constants)
        versions = [self.helper.make_opsetid("", 18), self.helper.make_opsetid(_MICROSOFT, 1)]
        return bytes(self.helper.make_model(graph, opset_imports=versions, ir_version=9).SerializeToString())

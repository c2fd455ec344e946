"""The network as an int8 ONNX graph: word vectors of one text in, one unit vector out.

The word vectors are looked up outside, so that the large table is stored once and read straight from the disk.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.model.weights import Weights

# Part of the model's fingerprint: raise it when a change here changes a vector.
VERSION = 1
INPUT, OUTPUT = "words", "vector"
_MICROSOFT = "com.microsoft"
# Seven bits: with eight, processors without VNNI overflow while they sum pairs of products, and answer differently.
_LARGEST = 63


def build_graph(weights: Weights) -> bytes:
    """The serialised ONNX graph. Its products are of integers, so the order of summing cannot change them."""
    graph = _Graph(weights)
    hidden = graph.embed()
    for layer in range(weights.shape.layers):
        hidden = graph.layer(f"l{layer}.", hidden)
    return graph.finish(hidden)


class _Graph:
    """Collects nodes and constants; each method returns the name of the value it adds."""

    def __init__(self, weights: Weights) -> None:
        from onnx import helper, numpy_helper

        self.weights = weights
        self.helper, self.numpy_helper = helper, numpy_helper
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def constant(self, name: str, values: NDArray[Any]) -> str:
        self.constants.append(self.numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def node(self, kind: str, inputs: Sequence[str], outputs: str | list[str], domain: str = "", **options: Any) -> str:  # noqa: ANN401
        names = [outputs] if isinstance(outputs, str) else outputs
        self.nodes.append(self.helper.make_node(kind, inputs, names, name=names[0], domain=domain, **options))
        return names[0]

    def embed(self) -> str:
        """Word, position and type vectors summed and normalised."""
        hidden = self.weights.shape.hidden
        places = self.weights.matrix("emb.pos", hidden) + self.weights.dense("emb.type")[:hidden]
        self.constant("places", places)
        for number in (0, 1, 2):
            self.constant(f"at{number}", np.array([number], np.int64))
        self.node("Shape", [INPUT], "shape")
        self.node("Slice", ["shape", "at1", "at2", "at0"], "length")
        self.node("Slice", ["places", "at0", "length", "at0"], "here")
        summed = self.node("Add", [INPUT, "here"], "summed")
        norm = self.norm("emb.ln")
        return self.node("LayerNormalization", [summed, *norm], "embedded", axis=-1, epsilon=self.weights.shape.epsilon)

    def layer(self, at: str, hidden: str) -> str:
        """One transformer layer: attention, then feed-forward, each added to its input and normalised."""
        joined = self.linear([at + "q", at + "k", at + "v"], hidden, at + "qkv")
        parts = [at + "query", at + "key", at + "value"]
        self.node("Split", [joined], parts, axis=-1, num_outputs=3)
        attended = self.node(
            "MultiHeadAttention", parts, at + "attended", _MICROSOFT, num_heads=self.weights.shape.heads
        )
        hidden = self.add(at + "aln", self.linear([at + "ao"], attended, at + "ao"), hidden)
        wide = self.linear([at + "fi"], hidden, at + "fi", bias=False)
        bias = self.constant(at + "gelu.bias", self.weights.dense(at + "fi.b"))
        active = self.node("BiasGelu", [wide, bias], at + "gelu", _MICROSOFT)
        return self.add(at + "oln", self.linear([at + "fo"], active, at + "fo"), hidden)

    def norm(self, name: str) -> list[str]:
        return [self.constant(f"{name}.{part}", self.weights.dense(f"{name}.{part}")) for part in "wb"]

    def add(self, norm: str, update: str, hidden: str) -> str:
        inputs = [update, hidden, *self.norm(norm)]
        return self.node("SkipLayerNormalization", inputs, norm, _MICROSOFT, epsilon=self.weights.shape.epsilon)

    def linear(self, names: list[str], value: str, output: str, bias: bool = True) -> str:
        """`value` times those matrices side by side: weights int8 per channel, activations int8 per text."""
        columns = len(self.weights.dense(names[0] + ".w")) // len(self.weights.dense(names[0] + ".b"))
        matrix = np.concatenate([self.weights.matrix(name + ".w", columns) for name in names])
        scale = np.abs(matrix).max(1) / np.float32(_LARGEST)
        quantised = np.rint(matrix / scale[:, None]).astype(np.int8)
        inputs = [value, self.constant(output + ".w", quantised.T), self.constant(output + ".scale", scale)]
        inputs.append(self.constant(output + ".zero", np.zeros(len(scale), np.int8)))
        if bias:
            inputs.append(
                self.constant(output + ".b", np.concatenate([self.weights.dense(name + ".b") for name in names]))
            )
        return self.node("DynamicQuantizeMatMul", inputs, output, _MICROSOFT)

    def finish(self, hidden: str) -> bytes:
        """The mean over the tokens at unit length, and the whole graph as bytes."""
        from onnx import TensorProto

        self.node("ReduceMean", [hidden, "at1"], "mean", keepdims=0)
        self.node("LpNormalization", ["mean"], OUTPUT, axis=-1, p=2)
        size = self.weights.shape.hidden
        inputs = [self.helper.make_tensor_value_info(INPUT, TensorProto.FLOAT, [1, "tokens", size])]
        outputs = [self.helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, [1, size])]
        graph = self.helper.make_graph(self.nodes, "encoder", inputs, outputs, self.constants)
        versions = [self.helper.make_opsetid("", 18), self.helper.make_opsetid(_MICROSOFT, 1)]
        return bytes(self.helper.make_model(graph, opset_imports=versions, ir_version=9).SerializeToString())

"""The reader as an int8 ONNX graph: the encoder's own construction with the reader's weights and its two heads."""

import numpy as np
from numpy.typing import NDArray

from index.model.graph import GraphBuilder
from index.model.weights import Weights

SPANS, ANSWERS = "spans", "answers"


def build_reader_graph(weights: Weights) -> bytes:
    """The serialised graph: `SPANS` (1, tokens, 2) start and end logits, `ANSWERS` (1, 1, 1) the logit of an answer."""
    graph = GraphBuilder(weights)
    hidden = graph.body()
    product = graph.node("MatMul", [hidden, _head(graph, "span", 2)], "span.product")
    graph.node("Add", [product, graph.constant("span.b", weights.dense("span.b"))], SPANS)
    first = graph.node("Gather", [hidden, "at0"], "first.token", axis=1)
    product = graph.node("MatMul", [first, _head(graph, "answers", 1)], "answers.product")
    graph.node("Add", [product, graph.constant("answers.b", weights.dense("answers.b"))], ANSWERS)
    return graph.serialised({SPANS: [1, "tokens", 2], ANSWERS: [1, 1, 1]})


def _head(graph: GraphBuilder, name: str, outputs: int) -> str:
    """The matrix of a head, made for the divided vectors."""
    matrix: NDArray[np.float32] = graph.weights.dense(f"{name}.w").reshape(outputs, -1)
    return graph.constant(f"{name}.w", (matrix * graph.divisors).T)

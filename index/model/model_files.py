"""The files of the model's folder: those that sentence-transformers reads, and the three of the fast path.

It makes their bytes and does not know where they are written.
"""

import json
from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import NDArray

from index.model.graph import build_graph, build_question_graph
from index.model.question_weights import read_question_weights
from index.model.vocabulary import sentencepiece_model, special_tokens, tokenizer_json
from index.model.weights import Shape, Weights

NAME = "multilingual-e5-small"
GRAPH, QUESTION_GRAPH, PIECES, TENSORS = "graph.onnx", "question.onnx", "pieces.model", "model.safetensors"
WORDS = "embeddings.word_embeddings.weight"
PROMPTS = {"query": "query: ", "passage": "passage: "}

_EMBEDDINGS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
_LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def contents(model: Weights) -> dict[str, Callable[[], bytes]]:
    """Every file's path in the folder and the function that makes its bytes; slow ones first."""
    return {
        TENSORS: partial(_tensors, model),
        GRAPH: partial(build_graph, model),
        QUESTION_GRAPH: lambda: build_question_graph(read_question_weights(model)),
        PIECES: partial(sentencepiece_model, model.pieces),
        "tokenizer.json": partial(tokenizer_json, model.pieces),
        **{name: partial(_json, settings) for name, settings in _settings(model).items()},
    }


def _json(settings: object) -> bytes:
    return json.dumps(settings, indent=1, ensure_ascii=False).encode()


def _settings(model: Weights) -> dict[str, object]:
    kinds = [("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize")]
    modules = [
        {"idx": number, "name": str(number), "path": path, "type": f"sentence_transformers.models.{kind}"}
        for number, (path, kind) in enumerate(kinds)
    ]
    tokenizer = {"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": model.shape.positions}
    return {
        "config.json": _bert(model.shape, model.pieces.pad),
        "tokenizer_config.json": tokenizer | special_tokens(model.pieces),
        "modules.json": modules,
        "sentence_bert_config.json": {"max_seq_length": model.shape.positions, "do_lower_case": False},
        "config_sentence_transformers.json": {"prompts": PROMPTS, "similarity_fn_name": "cosine"},
        "1_Pooling/config.json": {"word_embedding_dimension": model.shape.hidden, "pooling_mode_mean_tokens": True},
    }


def _bert(shape: Shape, pad: int) -> dict[str, object]:
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "dtype": "float32",  # for computation: the file holds half precision only to be small
        "hidden_act": "gelu",
        "hidden_size": shape.hidden,
        "intermediate_size": shape.feed_forward,
        "layer_norm_eps": shape.epsilon,
        "max_position_embeddings": shape.positions,
        "num_attention_heads": shape.heads,
        "num_hidden_layers": shape.layers,
        "pad_token_id": pad,
        "type_vocab_size": shape.token_types,
        "vocab_size": shape.vocabulary,
    }


def _tensors(model: Weights) -> bytes:
    from safetensors.numpy import save

    names = _EMBEDDINGS | {
        f"l{layer}.{ours}.{short}": f"encoder.layer.{layer}.{theirs}.{long}"
        for layer in range(model.shape.layers)
        for ours, theirs in _LAYER.items()
        for short, long in (("w", "weight"), ("b", "bias"))
    }
    halves = {theirs: _half(model, ours) for ours, theirs in names.items()}
    hidden = model.shape.hidden
    # BertModel has a pooler that mean pooling never uses; without these tensors, loading warns of missing weights.
    halves["pooler.dense.weight"] = np.zeros((hidden, hidden), np.float16)
    halves["pooler.dense.bias"] = np.zeros(hidden, np.float16)
    return save(halves, metadata={"format": "pt"})


def _half(model: Weights, name: str) -> NDArray[np.float16]:
    vector = name.endswith(".b") or "ln." in name
    columns = 1 if vector else model.shape.feed_forward if ".fo." in name else model.shape.hidden
    matrix: NDArray[np.float16] = model.matrix(name, columns, np.dtype(np.float16))
    return matrix.reshape(-1) if vector else matrix

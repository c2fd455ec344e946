"""The fast path as a module inside a SentenceTransformer. Importing this imports torch.

Its vectors are bit for bit those of the runtime.
"""

from collections.abc import Sequence
from typing import Any

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import InputModule

from index.model.model_files import PROMPTS
from index.model.runtime import Runtime


def open_pipeline(runtime: Runtime) -> SentenceTransformer:
    """A SentenceTransformer on the CPU whose only module is that runtime."""
    return SentenceTransformer(modules=[RuntimeModule(runtime)], device="cpu", prompts=PROMPTS)


class RuntimeModule(InputModule):
    """Takes texts and returns sentence embeddings, computed by the runtime."""

    def __init__(self, runtime: Runtime) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.runtime = runtime
        self.max_seq_length = runtime.max_tokens

    def preprocess(self, inputs: Sequence[str], prompt: str | None = None, **_: object) -> dict[str, Any]:  # type: ignore[override]
        """The texts with the prompt in front; the runtime tokenises them."""
        return {"texts": [(prompt or "") + text for text in inputs]}

    def forward(self, features: dict[str, Any], **_: object) -> dict[str, Any]:
        """The same features and the embeddings, float32 (n, 384)."""
        return features | {"sentence_embedding": torch.from_numpy(self.runtime.encode(features["texts"]))}

    def get_embedding_dimension(self) -> int:
        """The length of a vector."""
        return self.runtime.dimensions

    def save(self, output_path: str, *_: object, **__: object) -> None:
        """Write nothing: the runtime's folder is already a complete model."""

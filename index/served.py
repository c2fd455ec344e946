"""Checks the parts of an index that questions use, without the catalogue that it was written from."""

import numpy as np

from index.errors import DamageError, MismatchError
from index.generation import Generation
from index.model import Encoder, open_encoder
from index.records import Model


def check_slices(generation: Generation) -> str:
    """Check that every passage is a slice of its article, and say so; DamageError if one is missing or is not."""
    for entry in generation.articles:
        article, passages = generation.find(entry.id), generation.passages_at(entry.rows)
        if article is None or any(article.text[each.start : each.end] != each.text for each in passages):
            raise DamageError(f"the passages of {entry.id} are not slices of it", "Run dzherelo build again")
    return f"all passages ({generation.passage_count}) are slices of their articles"


def check_encoder(model: Model, encoder: Encoder | None, fix: str) -> str:
    """Check that the encoder, opened if None, fits the index, and describe it; MismatchError with `fix` if not."""
    encoder = encoder or open_encoder(model.name)
    if encoder.fingerprint != model.fingerprint:
        message = f"the index was built with {model.fingerprint}, installed is {encoder.fingerprint}"
        raise MismatchError(message, fix)
    vector = encoder.encode_question("Джерело")
    if vector.shape != (model.dimensions,) or abs(float(np.linalg.norm(vector)) - 1) > 0.01:
        raise MismatchError(
            f"{model.name} does not give unit vectors of {model.dimensions} dimensions", "Install it again"
        )
    return f"{model.fingerprint}, {model.dimensions} dimensions"

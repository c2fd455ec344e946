"""Restores the vectors of a lost catalogue from its last generation, so that they need not be encoded again."""

import numpy as np

from index.catalogue.database import Catalogue
from index.errors import DamageError, MismatchError
from index.index_folder import Mark
from index.model import Encoder
from index.updating.embedding import vector_hash
from index.updating.publishing import Publisher

_PASSAGES_A_STEP = 4096


def salvage_vectors(publisher: Publisher, mark: Mark, catalogue: Catalogue, encoder: Encoder) -> int:
    """Copy the vectors of the last published generation into the catalogue; returns their number.

    Returns 0 if the generation is damaged or belongs to another model.
    """
    try:
        generation = publisher.opened(mark.number, mark.manifest)
    except (DamageError, MismatchError):
        return 0
    if generation.model.fingerprint != encoder.fingerprint:
        return 0
    count = generation.passage_count
    for begin in range(0, count, _PASSAGES_A_STEP):
        rows = np.arange(begin, min(begin + _PASSAGES_A_STEP, count))
        texts = [passage.indexed_text for passage in generation.passages_at(rows)]
        catalogue.store_vectors([vector_hash(encoder, text) for text in texts], generation.vectors(rows))
    return count

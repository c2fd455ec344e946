"""Restores the vectors of a lost catalogue from its last generation, so that they need not be encoded again."""

import numpy as np

from index.catalogue.database import Catalogue
from index.errors import DamageError
from index.generation.reader import LocalGeneration
from index.index_folder import IndexFolder
from index.model import Encoder
from index.passages.split import encoded_text
from index.updating.embedding import vector_hash

_PASSAGES_A_STEP = 4096


def salvage_vectors(folder: IndexFolder, catalogue: Catalogue, encoder: Encoder) -> int:
    """Copy the vectors of the last published generation into the catalogue; returns their number.

    Returns 0 if the generation is damaged, belongs to another model, or holds only approximate vectors.
    """
    mark = folder.mark()
    try:
        generation = LocalGeneration(folder.generation(mark.number), mark.manifest)
    except DamageError:
        return 0
    if generation.manifest.model.fingerprint != encoder.fingerprint or not generation.keeps_vectors:
        return 0
    count = len(generation.passages)
    for begin in range(0, count, _PASSAGES_A_STEP):
        rows = np.arange(begin, min(begin + _PASSAGES_A_STEP, count))
        hashes = [vector_hash(encoder, _encoded(generation, int(row))) for row in rows]
        catalogue.store_vectors(hashes, generation.vectors(rows))
    return count


def _encoded(generation: LocalGeneration, row: int) -> str:
    title = generation.articles[generation.passages[row]["article"]].title
    return encoded_text(title, generation.passage_text(row))

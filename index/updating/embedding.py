"""Splits articles and encodes their passages; vectors are stored in the catalogue as soon as they exist."""

import hashlib
from collections.abc import Iterator, Sequence
from itertools import islice

from index.catalogue.database import Catalogue
from index.catalogue.entries import CataloguedArticle
from index.model import Encoder
from index.passages.split import encoded_passage, split
from index.progress import BuildStep, Progress
from index.records import Article

_PASSAGES_A_STEP = 64


def stage(catalogue: Catalogue, encoder: Encoder, again: bool, hash: bytes, article: Article) -> None:
    """Split the article and store it under `hash`, unless it is already stored and `again` is false."""
    if not again and catalogue.holds_article(hash):
        return
    passages = split(article, lambda text: encoder.passage_tokens(text) <= encoder.max_tokens)
    texts = (encoded_passage(article, passage) for passage in passages)
    vectors = [vector_hash(encoder, text) for text in texts]
    catalogue.stage(hash, CataloguedArticle(article, tuple(passages), tuple(vectors)))


def vector_hash(encoder: Encoder, text: str) -> bytes:
    """The key of a vector: a 16-byte hash of the encoder's fingerprint and the encoded text."""
    return hashlib.blake2b(f"{encoder.fingerprint}\0{text}".encode(), digest_size=16).digest()


def encode_missing(
    catalogue: Catalogue, encoder: Encoder, articles: Sequence[bytes], again: bool, progress: Progress
) -> int:
    """Encode every passage of these articles that has no vector yet, or all `again`; returns how many were encoded.

    Vectors are stored every few seconds, so that the next build continues where a stopped one ended.
    """
    wanted = {vector for hash in articles for vector in catalogue.article(hash).vectors}
    missing = wanted if again else catalogue.missing_vectors(wanted)
    total = len(missing)
    progress(BuildStep.ENCODING, 0, total)
    texts = _texts(catalogue, articles, missing)
    done = 0
    while some := dict(islice(texts, _PASSAGES_A_STEP)):
        catalogue.store_vectors(list(some), encoder.encode_passages(list(some.values())))
        done += len(some)
        progress(BuildStep.ENCODING, done, total)
    return total


def _texts(catalogue: Catalogue, articles: Sequence[bytes], missing: set[bytes]) -> Iterator[tuple[bytes, str]]:
    """The texts to encode, each once, under the hashes of their vectors; one article is in memory at a time."""
    for hash in articles if missing else ():
        entry = catalogue.article(hash)
        for passage, vector in zip(entry.passages, entry.vectors, strict=True):
            if vector in missing:
                missing.remove(vector)
                yield vector, encoded_passage(entry.article, passage)

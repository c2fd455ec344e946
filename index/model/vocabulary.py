"""Makes the tokenizer's two files from its pieces: one for the fast path, one for transformers.

Both give the same tokens. It does not depend on the network.
"""

import base64
import json
from typing import Any

from index.model.weights import Pieces

NORMALISATION = "nmt_nfkc"
SPACE = "▁"


def sentencepiece_model(pieces: Pieces) -> bytes:
    """A SentencePiece model with the network's own ids; it expects normalised text."""
    proto = _proto()
    model = proto.ModelProto()
    kind = proto.ModelProto.SentencePiece
    kinds = dict.fromkeys(_special_ids(pieces), kind.CONTROL) | {pieces.unk: kind.UNKNOWN}
    for number, (piece, score) in enumerate(zip(pieces.texts, pieces.scores.tolist(), strict=True)):
        model.pieces.add(piece=piece, score=score, type=kinds.get(number, kind.NORMAL))
    trainer = model.trainer_spec
    trainer.model_type = proto.TrainerSpec.UNIGRAM
    trainer.bos_id, trainer.eos_id, trainer.pad_id, trainer.unk_id = pieces.bos, pieces.eos, pieces.pad, pieces.unk
    normalizer = model.normalizer_spec
    normalizer.name = "identity"
    normalizer.add_dummy_prefix = normalizer.escape_whitespaces = True
    normalizer.remove_extra_whitespaces = False
    return bytes(model.SerializeToString())


def tokenizer_json(pieces: Pieces) -> bytes:
    """The `tokenizer.json` of the same tokenizer, as the tokenizers library reads it."""
    bos, eos = pieces.texts[pieces.bos], pieces.texts[pieces.eos]
    metaspace = {"type": "Metaspace", "replacement": SPACE, "prepend_scheme": "always", "split": True}
    tokenizer = {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [_added_token(pieces, number) for number in _special_ids(pieces)],
        "normalizer": {
            "type": "Sequence",
            "normalizers": [
                {"type": "Precompiled", "precompiled_charsmap": base64.b64encode(_charsmap()).decode()},
                {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "},
            ],
        },
        "pre_tokenizer": metaspace,
        "post_processor": _template(bos, eos, pieces),
        "decoder": metaspace,
        "model": {
            "type": "Unigram",
            "unk_id": pieces.unk,
            "vocab": list(zip(pieces.texts, pieces.scores.tolist(), strict=True)),
            "byte_fallback": False,
        },
    }
    return json.dumps(tokenizer, ensure_ascii=False, separators=(",", ":")).encode()


def special_tokens(pieces: Pieces) -> dict[str, str]:
    """The names transformers gives to the special pieces."""
    names = {"bos_token": pieces.bos, "cls_token": pieces.bos, "eos_token": pieces.eos, "sep_token": pieces.eos}
    names |= {"pad_token": pieces.pad, "unk_token": pieces.unk, "mask_token": len(pieces.texts) - 1}
    return {name: pieces.texts[number] for name, number in names.items()}


def _proto() -> Any:  # noqa: ANN401  (protobuf creates its classes during the import)
    from sentencepiece import sentencepiece_model_pb2

    return sentencepiece_model_pb2


def _special_ids(pieces: Pieces) -> list[int]:
    return sorted({pieces.bos, pieces.eos, pieces.pad, pieces.unk, len(pieces.texts) - 1})


def _charsmap() -> bytes:
    from sentencepiece import SentencePieceNormalizer

    spec = SentencePieceNormalizer(rule_name=NORMALISATION).serialized_normalizer_spec()
    return bytes(_proto().NormalizerSpec.FromString(spec).precompiled_charsmap)


def _added_token(pieces: Pieces, number: int) -> dict[str, object]:
    token = {"id": number, "content": pieces.texts[number], "special": True, "normalized": False}
    return token | {"single_word": False, "lstrip": False, "rstrip": False}


def _template(bos: str, eos: str, pieces: Pieces) -> dict[str, object]:
    def special(token: str) -> dict[str, object]:
        return {"SpecialToken": {"id": token, "type_id": 0}}

    def text(name: str) -> dict[str, object]:
        return {"Sequence": {"id": name, "type_id": 0}}

    tokens = {
        token: {"id": token, "ids": [number], "tokens": [token]}
        for token, number in ((bos, pieces.bos), (eos, pieces.eos))
    }
    single = [special(bos), text("A"), special(eos)]
    pair = [*single, special(eos), text("B"), special(eos)]
    return {"type": "TemplateProcessing", "single": single, "pair": pair, "special_tokens": tokens}

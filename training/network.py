"""The reader as a torch module: the packaged encoder's body with heads for start, end and "does this passage answer".

Dropout is left out: on a processor it costs more than the matrix products, and it did not help. The word embeddings are
frozen and looked up outside, as in the runtime.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

from index.model.weights import Weights, find_weights, read_weights

HIDDEN, HEADS, FEED_FORWARD, LAYERS, EPSILON = 384, 12, 1536, 12, 1e-12
LAYER_PARTS = ("q", "k", "v", "ao", "fi", "fo")
NORMS = ("aln", "oln")


class Layer(nn.Module):
    """One layer of BERT: attention and feed-forward, each added and normalised."""

    def __init__(self) -> None:
        super().__init__()
        for part in ("q", "k", "v", "ao"):
            setattr(self, part, nn.Linear(HIDDEN, HIDDEN))
        self.fi, self.fo = nn.Linear(HIDDEN, FEED_FORWARD), nn.Linear(FEED_FORWARD, HIDDEN)
        self.aln, self.oln = nn.LayerNorm(HIDDEN, EPSILON), nn.LayerNorm(HIDDEN, EPSILON)

    def forward(self, hidden: Tensor, bias: Tensor) -> Tensor:
        """`hidden` (batch, tokens, 384) after the layer; `bias` (batch, 1, 1, tokens) hides padding."""
        query, key, value = (self._heads(part(hidden)) for part in (self.q, self.k, self.v))
        attended = functional.scaled_dot_product_attention(query, key, value, attn_mask=bias.to(query.dtype))
        hidden = self.aln(hidden + self.ao(attended.transpose(1, 2).flatten(2)))
        return self.oln(hidden + self.fo(functional.gelu(self.fi(hidden))))

    def _heads(self, values: Tensor) -> Tensor:
        return values.unflatten(-1, (HEADS, HIDDEN // HEADS)).transpose(1, 2)


class Reader(nn.Module):
    """Logits for the start, the end, and whether there is an answer."""

    def __init__(self, weights: Weights | None = None) -> None:
        """The network with the packaged encoder's weights, or with a reader's."""
        super().__init__()
        weights = weights or read_weights(find_weights())
        self.register_buffer("words", _tensor(weights, "emb.word", HIDDEN, torch.float16), persistent=False)
        self.positions = nn.Parameter(_tensor(weights, "emb.pos", HIDDEN) + _tensor(weights, "emb.type", HIDDEN)[0])
        self.norm = nn.LayerNorm(HIDDEN, EPSILON)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.span = nn.Linear(HIDDEN, 2)
        self.answers = nn.Linear(HIDDEN, 1)
        self._load(weights)

    def _load(self, weights: Weights) -> None:
        with torch.no_grad():
            _copy(self.norm, weights, "emb.ln", 1)
            for number, layer in enumerate(self.layers):
                for part in LAYER_PARTS:
                    _copy(getattr(layer, part), weights, f"l{number}.{part}", FEED_FORWARD if part == "fo" else HIDDEN)
                for part in NORMS:
                    _copy(getattr(layer, part), weights, f"l{number}.{part}", 1)
            for name, head in (("span", self.span), ("answers", self.answers)):
                head.weight.normal_(0, 0.02)
                head.bias.zero_()
                if f"{name}.w" in weights.tensors:
                    _copy(head, weights, name, HIDDEN)

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Start and end logits (batch, tokens) and the answer's logit (batch); `mask` is True where a token is."""
        hidden = self.hidden(ids, mask)
        start, end = self.span(hidden).float().unbind(-1)
        return start, end, self.answers(hidden[:, 0]).squeeze(-1).float()

    def hidden(self, ids: Tensor, mask: Tensor) -> Tensor:
        """The last layer's vectors (batch, tokens, 384)."""
        hidden = self.norm(self.words[ids].float() + self.positions[: ids.shape[1]])
        bias = torch.zeros(mask.shape).masked_fill(~mask, -1e4)[:, None, None, :].to(ids.device)
        for layer in self.layers:
            hidden = layer(hidden, bias)
        return hidden


def _tensor(weights: Weights, name: str, columns: int, dtype: torch.dtype = torch.float32) -> Tensor:
    return torch.from_numpy(weights.matrix(name, columns).copy()).to(dtype)


def _copy(module: nn.Linear | nn.LayerNorm, weights: Weights, name: str, columns: int) -> None:
    module.weight.copy_(_tensor(weights, f"{name}.w", columns).reshape(module.weight.shape))
    module.bias.copy_(_tensor(weights, f"{name}.b", 1).flatten())

"""The Unicode characters for the private-use codes of Word's symbol fonts."""

SYMBOLS = {
    "\uf0b7": "•", "\uf0a7": "▪", "\uf0a8": "▪", "\uf06f": "▪", "\uf0d8": "➢", "\uf0fc": "✓", "\uf02d": "–",
    "\uf0b0": "°", "\uf0b1": "±", "\uf0a3": "≤", "\uf0b3": "≥", "\uf0b4": "×", "\uf0e0": "→",
    "\uf061": "α", "\uf062": "β", "\uf06d": "μ",
}  # fmt: skip

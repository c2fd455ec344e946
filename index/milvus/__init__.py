"""Generations on a Milvus server, for corpora that outgrow a machine; `pip install dzherelo[milvus]`.

The catalogue of a build stays in the index folder; what questions need is on the server. It asks no questions.
"""

"""Asking: a question is checked, waits in a queue, is answered and stored.

It does not know HTTP or how an answer looks.
"""

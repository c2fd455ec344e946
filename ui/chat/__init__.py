"""Asking: a question is checked, waits in a queue, is answered and stored.

It must not know HTTP or how an answer looks.
"""

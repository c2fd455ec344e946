"""Stored conversations and the feedback on their answers, in one SQLite file.

It must not know how either looks, or who asks over which protocol.
"""

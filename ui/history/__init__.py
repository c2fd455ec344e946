"""Stored conversations and the feedback on their answers, in one SQLite file.

It does not know how they look, or that there is a web page.
"""

"""Stored conversations and the feedback on their answers, in one SQLite file.

It must not know how either looks, or that there is a web page.
"""

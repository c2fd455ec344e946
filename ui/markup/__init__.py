"""Markup: pure functions from records to HTML that is safe by construction.

Nothing here reads a file, keeps state or knows a route's implementation.
"""

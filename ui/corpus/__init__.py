"""Changing the articles: uploads, the rebuild in a process of its own, and the report of the last build.

It must not know how any of this looks or how questions are answered.
"""

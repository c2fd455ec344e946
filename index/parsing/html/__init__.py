"""Parses web pages, and HTML inside the fields of records."""

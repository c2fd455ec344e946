"""Parses PDF: text in reading order, tables, forms and pictures of text; draws the pages that quotes are from."""

"""Parses Word documents, presentations, spreadsheets, books, OpenDocument and RTF."""

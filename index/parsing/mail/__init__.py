"""Parses e-mails."""

"""Reads files with many articles: JSON Lines, JSON, exports of sites and messengers, web archives."""

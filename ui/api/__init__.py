"""Interfaces for other programs: REST, the OpenAI protocol, MCP and Prometheus, all over one assistant.

It must not know the page or how an answer looks in HTML, and `dzherelo ask` loads nothing of it.
"""

"""Interfaces for other programs: REST, the OpenAI protocol, MCP and Prometheus, all over one assistant.

It does not know the page or how an answer looks in HTML; `dzherelo ask` does not import it.
"""

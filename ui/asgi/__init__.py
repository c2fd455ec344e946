"""ASGI middleware around the page: who may ask, in which language, with which headers.

It does not know what the page is about: no articles, no questions, no Gradio events.
"""

"""The web page: the server, the Gradio frame, the routes, and the script and style that the browser loads.

It joins the other packages of `ui`; only the command line imports it.
"""

"""The web page: the server, the Gradio frame, the routes, and the script and style that the browser loads.

It joins the other rooms, and only the command line imports it.
"""

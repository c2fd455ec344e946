"""Changes to the articles: uploads, the rebuild in a separate process, and the report of the last build.

It does not know how any of this looks or how questions are answered.
"""

"""Parses in a child process with limits, so that no file can crash this one or exhaust its memory."""

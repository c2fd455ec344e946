"""Where an article comes from: its outlet, and whether its source is an address on the web."""

from urllib.parse import unquote, urlsplit

Page = tuple[str, str, str]


def is_web_address(source: str) -> bool:
    """Whether the source is an http or https address, in whatever case, that can be followed."""
    return source.lower().startswith(("https://", "http://")) and not any(map(str.isspace, source))


def outlet(source: str) -> str:
    """Who published it: the host of an address, else the source in its own words."""
    if not is_web_address(source):
        return source
    return (_host(source) or source).removeprefix("www.")


def page_of(source: str) -> Page:
    """What all addresses of a page share: scheme, `www.`, a closing slash and the fragment make no difference."""
    try:
        parts = urlsplit(source)
    except ValueError:  # such as a bracket that is no IPv6 address
        return source, "", ""
    return outlet(source), unquote(parts.path).rstrip("/"), parts.query


def _host(source: str) -> str:
    try:
        return urlsplit(source).hostname or ""
    except ValueError:
        return ""

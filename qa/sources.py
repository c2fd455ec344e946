"""Where an article comes from: its outlet, and whether its source is an address on the web."""

from urllib.parse import unquote, urlsplit


def is_web_address(source: str) -> bool:
    """Whether the source is an http or https address, in whatever case, that can be followed."""
    return source.lower().startswith(("https://", "http://")) and not any(map(str.isspace, source))


def outlet(source: str) -> str:
    """Who published it: the host of an address, else the source in its own words."""
    if not is_web_address(source):
        return source
    return (_host(source) or source).removeprefix("www.")


def same_address(one: str, other: str) -> bool:
    """Whether two sources are one page: scheme, `www.`, a closing slash and the fragment make no difference."""
    return is_web_address(one) and is_web_address(other) and _page(one) == _page(other)


def _page(source: str) -> tuple[str, str, str]:
    parts = urlsplit(source)
    return outlet(source), unquote(parts.path).rstrip("/"), parts.query


def _host(source: str) -> str:
    try:
        return urlsplit(source).hostname or ""
    except ValueError:  # such as a bracket that is no IPv6 address
        return ""

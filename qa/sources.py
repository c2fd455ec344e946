"""The origin of an article: its outlet, and whether its source is a web address."""

from urllib.parse import unquote, urlsplit

Page = tuple[str, str, str]


def is_web_address(source: str) -> bool:
    """Whether the source is a valid http or https address, in upper or lower case."""
    return source.lower().startswith(("https://", "http://")) and not any(map(str.isspace, source))


def outlet(source: str) -> str:
    """The publisher: the host of a web address, else the source itself."""
    if not is_web_address(source):
        return source
    return (_host(source) or source).removeprefix("www.")


def page_of(source: str) -> Page:
    """The normal form of a page's address, without scheme, `www.`, trailing slash and fragment."""
    try:
        parts = urlsplit(source)
    except ValueError:  # such as a bracket without an IPv6 address
        return source, "", ""
    return outlet(source), unquote(parts.path).rstrip("/"), parts.query


def _host(source: str) -> str:
    try:
        return urlsplit(source).hostname or ""
    except ValueError:
        return ""

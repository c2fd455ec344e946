"""Which records of a site's export are not published: drafts, posts that wait for their day, and deleted ones.

It knows the fields by which sites say so (Ghost, WordPress, Strapi, Drupal, Hugo and others), not files.
"""

from collections.abc import Mapping
from typing import Any

from index.parsing.facts.fields import bare_name, levels

DRAFTS = "drafts and private posts"
_STATES = ("status", "poststatus", "state", "publicationstatus", "publishstatus")
_UNPUBLISHED = (
    *("draft", "autodraft", "unpublished", "scheduled", "future", "pending", "pendingreview", "queued"),
    *("private", "trash", "trashed", "deleted"),
)
# A bill may be a draft, too; only the posts of a site have these.
_OF_POSTS = frozenset(("slug", "postname", "permalink", "publishedat", "publishdate", "dategmt", "path", "sticky"))


def is_unpublished(fields: Mapping[str, Any]) -> bool:
    """Whether the record says that its site does not show it."""
    named = {bare_name(name): value for level in reversed(levels(fields)) for name, value in level.items()}
    if named.get("draft") is True or named.get("isdraft") is True or str(fields.get("_id")).startswith("drafts."):
        return True
    if named.get("published") is False or named.get("ispublished") is False:
        return True
    states = [named.get(name) for name in _STATES] if not _OF_POSTS.isdisjoint(named) else []
    return any(state is False or (isinstance(state, str) and bare_name(state) in _UNPUBLISHED) for state in states)

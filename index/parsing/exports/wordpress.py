"""A post or page of a WordPress export (WXR), as the fields of a record."""

import re
from collections.abc import Mapping
from typing import Any

from index.parsing.exports.xml_parts import parts_of, text_in
from index.parsing.facts.drafts import DRAFTS
from index.parsing.html.fragment import holds_markup

LAYOUT = [
    "attachment",
    "nav_menu_item",
    "revision",
    "custom_css",
    "customize_changeset",
    "oembed_cache",
    "wp_block",
    "wp_template",
    "wp_template_part",
    "wp_global_styles",
    "wp_navigation",
    "wp_font_family",
    "wp_font_face",
    "feedback",
    "acf-field",
    "acf-field-group",
    "elementor_library",
    "fl-builder-template",
    "et_pb_layout",
    "wpcf7_contact_form",
    "wpforms",
    "mc4wp-form",
    "flamingo_inbound",
    "flamingo_contact",
    "shop_order",
    "shop_order_refund",
    "shop_coupon",
    "user_request",
    "scheduled-action",
    "ml-slider",
]
# A shortcode is known by its name, its attributes or its end; another word in brackets may be the author's own.
_SHORTCODE = re.compile(r"\[(/?)([a-z][\w-]*)(\s[^\[\]]*)?/?\]")
_GONE = "\0"
_AROUND_GONE = re.compile(rf"\s*{_GONE}[\s{_GONE}]*")
# The block editor writes paragraphs; the classic one only ends lines, and leaves lines between paragraphs empty.
_PARAGRAPHS = re.compile(r"<!-- wp:|<p[\s>]")
_LINE_END = re.compile(r"(?<=[^\n>])\r?\n(?=[^\s<])")
_NAMED = re.compile(r"caption|gallery|embed|audio|video|playlist|(?:vc|et_pb)_\w+")


def is_wordpress(root: Any) -> bool:  # noqa: ANN401 - lxml elements
    """Whether the root of the file declares WordPress's own names."""
    return any("wordpress.org/export" in address for address in root.nsmap.values())


def wordpress_post(item: Any, site: Mapping[str, Any]) -> dict[str, Any] | str:  # noqa: ANN401
    """The fields of a published post or page, or why it is left out."""
    parts: dict[str, str] = {}
    tags: list[str] = []
    for name, node in parts_of(item):
        text = text_in(node)
        if name == "category":
            tags.append(text)
        elif name == "encoded":
            parts["excerpt" if "excerpt" in node.tag else "content"] = text
        elif text:
            parts.setdefault(name, text)
    if parts.get("post_type", "post") in LAYOUT:
        return "files and parts of the layout"
    if parts.get("status", "publish") != "publish" or parts.get("post_password"):
        return DRAFTS
    dated = parts.get("post_date", "")  # "0000-00-00" where it has none
    address = parts.get("link") or parts.get("guid", "")
    return {
        "id": address,
        "title": parts.get("title", ""),
        "text": _with_breaks(_without_shortcodes(parts.get("content", ""))) or parts.get("excerpt", ""),
        "published": dated if dated > "0001" else parts.get("pubDate", ""),
        "source": address,
        "author": site["names"].get(parts.get("creator", ""), parts.get("creator", "")),
        "tags": tags,
    }


def _without_shortcodes(text: str) -> str:
    ended = {found[2] for found in _SHORTCODE.finditer(text) if found[1]}

    def left(found: re.Match[str]) -> str:
        is_shortcode = found[2] in ended or "=" in (found[3] or "") or _NAMED.fullmatch(found[2])
        return _GONE if is_shortcode else found[0]

    return _AROUND_GONE.sub(lambda gap: "\n" * min(gap[0].count("\n"), 2) or " ", _SHORTCODE.sub(left, text)).strip()


def _with_breaks(text: str) -> str:
    """The text with the breaks that the classic editor shows for the ends of its lines."""
    return _LINE_END.sub("<br>", text) if holds_markup(text) and not _PARAGRAPHS.search(text) else text

"""What a browser may render of others' HTML: prose, tables, code, formulas, and pictures that lie in the page itself.

It runs no script, loads nothing, and cannot imitate other parts of the page.
"""

import nh3

from grader.pages.formulas import ELEMENTS

PROSE = {
    *("p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "div", "span", "blockquote", "pre", "code", "kbd"),
    *("strong", "b", "em", "i", "u", "s", "del", "ins", "mark", "small", "sub", "sup", "abbr", "cite", "q"),
    *("ul", "ol", "li", "dl", "dt", "dd", "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"),
    *("img", "figure", "figcaption", "details", "summary"),
}
ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "th": {"colspan", "rowspan", "align"},
    "td": {"colspan", "rowspan", "align"},
}
CLASSES = {"div": {"staff-only"}}
PICTURES = ("data:image/png;base64,", "data:image/jpeg;base64,")
LINKS = ("http://", "https://", "mailto:")
DROPPED = {  # with all that is in them
    *("script", "style", "title", "textarea", "template", "noscript", "iframe", "noembed", "noframes", "xmp", "svg"),
    *("object", "plaintext"),
}


def clean_html(html: str) -> str:
    """Clean a piece of HTML."""
    return nh3.clean(
        html,
        tags=PROSE | {"a"} | set(ELEMENTS),
        clean_content_tags=DROPPED,
        attributes=ATTRIBUTES | {tag: set(names) for tag, names in ELEMENTS.items() if names},
        allowed_classes=CLASSES,
        attribute_filter=_kept,
        url_schemes={"http", "https", "mailto", "data"},
        link_rel="noopener noreferrer nofollow",
    )


def _kept(tag: str, name: str, value: str) -> str | None:
    """Return the value of an attribute that may stay, None if it may not."""
    if (tag, name) == ("img", "src"):
        return value if value.startswith(PICTURES) else None
    if (tag, name) == ("a", "href"):
        return value if value.startswith(LINKS) else None
    return value

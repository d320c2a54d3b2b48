"""What a browser may render of a submission: the one place where it is made harmless, before anything is written.

A page of ours shows prose, tables, code and pictures that lie in the page itself. It runs nothing, loads nothing, and
leads nowhere by itself.
"""

import nh3

# fmt: off
PROSE = {
    "abbr", "b", "blockquote", "br", "caption", "code", "dd", "del", "details", "div", "dl", "dt", "em",
    "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark",
    "ol", "p", "pre", "q", "s", "small", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td",
    "tfoot", "th", "thead", "tr", "u", "ul",
}
FORMULAS = {
    "math", "mfrac", "mi", "mn", "mo", "mover", "mpadded", "mphantom", "mroot", "mrow", "ms", "mspace", "msqrt",
    "mstyle", "msub", "msubsup", "msup", "mtable", "mtd", "mtext", "mtr", "munder", "munderover",
}
# fmt: on
DROPPED = {"script", "style", "title", "textarea", "iframe", "noscript", "template", "object", "xmp", "plaintext"}
ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "math": {"display"},
    "mo": {"stretchy", "fence", "form", "separator", "lspace", "rspace", "minsize", "maxsize", "movablelimits"},
    "mi": {"mathvariant"},
    "mfrac": {"linethickness"},
    "mover": {"accent"},
    "munder": {"accentunder"},
    "mstyle": {"displaystyle", "scriptlevel"},
    "mspace": {"width"},
    "mtable": {"columnalign", "rowspacing", "columnspacing"},
    "mtd": {"columnalign"},
}
CLASSES = {"div": {"staff-only"}}
LINKS = ("https://", "http://", "mailto:", "#")
PICTURES = ("data:image/png;base64,", "data:image/jpeg;base64,")


def clean_html(html: str) -> str:
    """HTML with the tags of prose and formulas alone, links that lead to pages, and pictures that are in it."""
    return nh3.clean(
        html,
        tags=PROSE | FORMULAS | {"a"},
        clean_content_tags=DROPPED,
        attributes=ATTRIBUTES,
        allowed_classes=CLASSES,
        attribute_filter=_kept,
        url_schemes={"http", "https", "mailto", "data"},
        link_rel="noopener noreferrer nofollow",
    )


def _kept(tag: str, name: str, value: str) -> str | None:
    """The value of an attribute that may stay, None if it may not."""
    if (tag, name) == ("a", "href"):
        return value if value.startswith(LINKS) else None
    if (tag, name) == ("img", "src"):
        return value if value.startswith(PICTURES) else None
    return value

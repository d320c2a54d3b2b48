"""The exporter of feedback pages: what a student wrote as Markdown is shown there, and never run.

nbgrader's template for these pages puts rendered Markdown in as it is, whatever nbconvert is told of sanitizing.
"""

from typing import Any

import bleach
from bleach.css_sanitizer import CSSSanitizer
from jinja2 import BytecodeCache, Environment, pass_context
from jinja2.bccache import Bucket
from nbconvert.exporters import HTMLExporter

TAGS = {
    *bleach.ALLOWED_TAGS,
    *("p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "div", "span", "pre", "del", "sub", "sup", "img"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
PLAIN = ("class", "id", "title", "alt", "align", "style")
LINKS = ("https://", "http://", "mailto:", "#")
STYLES = CSSSanitizer(allowed_css_properties=["text-align", "max-width"])
PICTURES = ("data:image/png;base64,", "data:image/jpeg;base64,")


def clean(html: str) -> str:
    """HTML with the tags of prose alone, links that lead to pages, and pictures that are in it."""
    protocols = {"http", "https", "mailto", "data"}
    return str(bleach.clean(html, tags=TAGS, attributes=_kept, protocols=protocols, css_sanitizer=STYLES))


def _kept(tag: str, name: str, value: str) -> bool:
    if (tag, name) == ("a", "href"):
        return value.startswith(LINKS)
    if (tag, name) == ("img", "src"):
        return value.startswith(PICTURES)
    return name in PLAIN


class Compiled(BytecodeCache):
    """The templates that this process has compiled; each page has an exporter of its own, which would start anew."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill in a template that was compiled before and has not changed since."""
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template that was compiled now."""
        self._kept[bucket.key] = bucket.bytecode_to_string()


COMPILED = Compiled()


class FeedbackExporter(HTMLExporter):
    """nbconvert's HTML, its rendered Markdown cleaned."""

    def _create_environment(self) -> Environment:
        environment: Environment = super()._create_environment()
        environment.bytecode_cache = COMPILED
        return environment

    @pass_context
    def markdown2html(self, context: Any, source: str) -> str:
        """Markdown as HTML without what would run or reach out in a reader's browser."""
        return clean(super().markdown2html(context, source))

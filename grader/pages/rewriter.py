"""HTML written anew as one line that Markdown passes through: links as text, pictures as part of it."""

import re
import string
from collections.abc import Mapping
from html.parser import HTMLParser
from urllib.parse import unquote

import nh3

from grader.pages.clean import DROPPED, PROSE
from grader.pictures import Album, address

# What TeX in a browser can be made to load, style or define.
MACROS = re.compile(
    r"\\(?=(?:href|url|class|cssId|style|data|html|require|unicode|bbox|includegraphics|tooltip|mathtip|texttip|toggle|"
    r"action|def|gdef|edef|let|futurelet|csname|(?:re|provide)?newcommand|(?:re)?newenvironment|Declare))"
)
TAG = re.compile(r"</?\w+(?: \w+=\"[^\"<>]*\")*>")
REFERENCE = re.compile(r"&#\d+;")
NO_PICTURE = re.compile(r"\]\(\s*<?attachment:", re.IGNORECASE)  # spelled so that no renderer takes it for one
WORD_JOINER = "\u2060"
SPOKEN = set(string.punctuation) - set(".,;'()")
EMPTY = {"br", "hr", "img"}
OUTSIDE = {"http", "https", "mailto"}


class Rewriter(HTMLParser):
    """Writes cleaned HTML anew, on one line, with every sign that means something to Markdown as a reference.

    Links become their text and address; a picture that is in the notebook becomes part of the text.

    Args:
        attachments: the cell's, by name.
        album: what pictures the submission may show.
    """

    def __init__(self, attachments: Mapping[str, Mapping[str, str]], album: Album) -> None:
        super().__init__(convert_charrefs=True)
        self.attachments = {_normal(name): bundle for name, bundle in attachments.items()}
        self.album = album
        self._parts: list[str] = []
        self._addresses: list[tuple[str, int]] = []
        self._verbatim = 0

    def rewrite(self, dirty: str) -> str:
        """Return the whole text of a cell."""
        cleaned = nh3.clean(
            dirty,
            tags=PROSE | {"a"},
            clean_content_tags=DROPPED,
            attributes={"a": {"href"}, "img": {"src", "alt"}, "ol": {"start"}, "td": {"colspan", "rowspan"}},
            url_schemes={*OUTSIDE, "attachment", "data"},
            link_rel=None,
        )
        self.feed(cleaned)
        self.close()
        return f"<div>{''.join(self._parts).strip()}</div>"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Write a tag, or the picture or link that it stands for."""
        given = {name: value or "" for name, value in attrs}
        if tag == "img":
            self._picture(given.get("src", ""), given.get("alt", ""))
        elif tag == "a":
            self._addresses.append((given.get("href", ""), len(self._parts)))
        else:
            self._verbatim += tag in ("pre", "code")
            kept = "".join(
                f' {name}="{int(value)}"' for name, value in given.items() if value.isdecimal() and len(value) < 4
            )
            self._parts.append(f"<{tag}{kept}>")

    def handle_endtag(self, tag: str) -> None:
        """Write the end of a tag; a link's address follows its text."""
        if tag == "a":
            target, start = self._addresses.pop() if self._addresses else ("", 0)
            shown = "".join(self._parts[start:])
            if target.partition(":")[0].lower() in OUTSIDE and written(target) not in shown:
                self.handle_data(f" ({target})")
        elif tag not in EMPTY:
            self._verbatim -= tag in ("pre", "code")
            self._parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        """Write text."""
        if not self._verbatim:
            self.album.broken += len(NO_PICTURE.findall(data))
            data = " ".join(MACROS.sub(rf"\\{WORD_JOINER}", data).replace("\n", " ").split("\t"))
        self._parts.append(written(data))

    def _picture(self, source: str, alt: str) -> None:
        scheme, _, rest = source.partition(":")
        bundle: Mapping[str, str] = {}
        if scheme.lower() == "attachment":
            bundle = self.attachments.get(_normal(rest), {})
        elif scheme.lower() == "data" and ";base64," in rest:
            bundle = {"image/png": rest.partition(";base64,")[2]}
        texts = [data for kind, data in bundle.items() if kind.startswith("image/")]
        fresh = self.album.add(texts[0] if texts else None)
        if fresh is not None:
            self._parts.append(f'<img src="{address(fresh)}" alt="{written(alt) or "picture"}">')
        else:
            where = f": {source}" if scheme.lower() in OUTSIDE else ""
            self._parts.append(f"<em>{written(f'Picture not shown ({alt or chr(8230)}{where})')}</em>")


def _normal(name: str) -> str:
    return unquote(name).strip()


def written(text: str) -> str:
    """Text for one line of HTML in which no renderer of Markdown finds a sign to act on."""
    return "".join(f"&#{ord(sign)};" if sign in SPOKEN or sign in "\n\r\t" else sign for sign in text)


def is_one_line(source: str) -> bool:
    """Whether a text is one that `Rewriter` wrote: HTML on one line whose text holds no sign of Markdown."""
    text = REFERENCE.sub("", TAG.sub("", source))
    return source.startswith("<div>") and source.endswith("</div>") and not set(text) & {*SPOKEN, "\n"}

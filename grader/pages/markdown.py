"""Markdown as Jupyter has it, made into safe HTML that needs no network and no script."""

import html
import re
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from functools import cache
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote

from jinja2 import pass_context
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from grader.pages.clean import clean_html
from grader.pages.formulas import to_mathml
from grader.pages.math_spans import Span, find_formulas
from grader.pages.rewriter import is_one_line
from grader.pictures import data_uri

LONGEST = 100_000  # characters of a cell that are rendered
CUT = 1_000_000  # characters of a cell that are shown at all
_RESERVED = re.compile("[\ue000-\ue002]")  # characters that stand for formulas and pictures while Markdown is read
_MARKS = re.compile("[\ue000\ue001]")
_FORMULA = re.compile("\ue000(\\d+)\ue001")
_INLINE_PICTURE = re.compile(r"data:(image/(?:png|jpe?g));base64,([A-Za-z0-9+/=]+)")
_SPACED_PICTURE = re.compile(r"(!\[[^\]\n]{0,500}\]\()(attachment:[^()<>\"\n]{0,300}? [^()<>\"\n]{0,300}?)(?<!')(\))")
_TAG_OR_TEXT = re.compile(r"<[^<>]*>|[^<>]+")
_TAG = re.compile(r"<[^<>]*>")
_IMG = re.compile(r"<img\b[^<>]*>", re.IGNORECASE)
_CODE = re.compile(r"<(?:pre|code|kbd|samp|textarea)\b", re.IGNORECASE)
_CODE_END = re.compile(r"</(?:pre|code|kbd|samp|textarea)\b", re.IGNORECASE)

Attachments = Mapping[str, Mapping[str, str]]
Formula = Callable[[Span, str], str]  # what stands for a formula, given also as it was written
Picture = Callable[[str, str], str]  # what stands for a picture, given its address and alternative text


def to_html(source: str, attachments: Attachments = {}) -> str:  # noqa: B006  (it is only read)
    """Render a Markdown text, with its formulas as MathML and its attached pictures, and clean it."""
    if is_one_line(source):
        return clean_html(_with_formulas(source))
    pictures = {name: dict(bundle) for name, bundle in attachments.items()}

    def attached(found: re.Match[str]) -> str:
        name = f"\ue002{len(pictures)}"
        pictures[name] = {found[1].replace("jpg", "jpeg"): found[2]}
        return f"attachment:{name}"

    text = _INLINE_PICTURE.sub(attached, _RESERVED.sub("\ufffd", source))  # embedded pictures do not count as text
    if len(text) > LONGEST:
        shown = source if len(source) <= CUT else f"{source[:CUT]}\n[The rest of this cell is too long to be shown.]"
        return f"<pre>{html.escape(shown)}</pre>"
    return clean_html(rendered(text, _mathml, lambda address, alt: _picture(address, alt, pictures)))


def rendered(text: str, formula: Formula, picture: Picture) -> str:
    """Return Markdown as HTML before cleaning."""
    text = _MARKS.sub("\ufffd", text)
    spans = find_formulas(text)
    marked = _SPACED_PICTURE.sub(r"\1<\2>\3", _with_marks(text, spans))
    written = [text[span.start : span.end] for span in spans]
    environment = {"spans": spans, "written": written, "formula": formula, "picture": picture}
    return str(_renderer().render(marked, environment))


def _with_formulas(line: str) -> str:
    """HTML as `grader.pages.rewriter` writes it, the formulas in its text as MathML."""
    parts, verbatim = [], 0
    for part in _TAG_OR_TEXT.findall(line):
        if part.startswith("<"):
            verbatim += bool(_CODE.match(part)) - bool(_CODE_END.match(part))
        elif not verbatim:
            text = html.unescape(part)
            spans = find_formulas(text)
            marked = html.escape(_with_marks(_RESERVED.sub("\ufffd", text), spans))
            part = _FORMULA.sub(lambda found, spans=spans: _mathml(spans[int(found[1])], ""), marked)  # type: ignore[misc]
        parts.append(part)
    return "".join(parts)


@pass_context
def markdown2html(context: Any, source: str) -> str:
    """Render Markdown as a filter of nbconvert's templates, with the attachments of the cell at hand."""
    cell = context.get("cell") or {}
    return to_html(source, cell.get("attachments") or {})


def _with_marks(text: str, spans: Sequence[Span]) -> str:
    parts, place = [], 0
    for number, span in enumerate(spans):
        parts += [text[place : span.start], f"\ue000{number}\ue001"]
        place = span.end
    return "".join([*parts, text[place:]])


@cache
def _renderer() -> MarkdownIt:
    renderer = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    renderer.core.ruler.push("formulas", _restore_attributes)
    for rule in ("text", "code_inline", "code_block", "fence", "html_inline", "html_block", "image"):
        renderer.add_render_rule(rule, _RULES[rule])
    return renderer


def _restore_attributes(state: Any) -> None:
    """Restore the dollar signs in URLs and titles."""
    for token in state.tokens:
        for each in (token, *(token.children or ())):
            for name, value in each.attrs.items():
                if isinstance(value, str) and "%EE%80%80" in value:
                    value = value.replace("%EE%80%80", "\ue000").replace("%EE%80%81", "\ue001")
                each.attrs[name] = _as_written(value, state.env) if isinstance(value, str) else value


def _as_written(text: str, env: Mapping[str, Any]) -> str:
    return _FORMULA.sub(lambda found: env["written"][int(found[1])], text)


def _set(escaped: str, env: Mapping[str, Any]) -> str:
    """Put formulas where their marks stand."""
    return _FORMULA.sub(
        lambda found: str(env["formula"](env["spans"][int(found[1])], env["written"][int(found[1])])), escaped
    )


def _mathml(span: Span, written: str) -> str:
    return to_mathml(span.latex, span.display)


Rule = Callable[[RendererHTML, Sequence[Token], int, Any, MutableMapping[str, Any]], str]


def _text(_: RendererHTML, tokens: Sequence[Token], place: int, options: Any, env: MutableMapping[str, Any]) -> str:
    content = tokens[place].content
    return html.escape(_as_written(content, env)) if env.get("in code") else _set(html.escape(content), env)


def _code(_: RendererHTML, tokens: Sequence[Token], place: int, options: Any, env: MutableMapping[str, Any]) -> str:
    token = tokens[place]
    code = f"<code>{html.escape(_as_written(token.content, env))}</code>"
    return code if token.type == "code_inline" else f"<pre>{code}</pre>\n"


def _html(_: RendererHTML, tokens: Sequence[Token], place: int, options: Any, env: MutableMapping[str, Any]) -> str:
    """Raw HTML with formulas between its tags; inside of a tag they are text again."""
    content = tokens[place].content
    pictured = _IMG.sub(lambda found: _image_tag(_as_written(found[0], env), env), content)
    if tokens[place].type == "html_inline":
        env["in code"] = bool(_CODE.match(content)) or (bool(env.get("in code")) and not _CODE_END.match(content))
    outside = _as_written if _CODE.search(content) else _set
    parts, last = [], 0
    for tag in _TAG.finditer(pictured):
        parts += [outside(pictured[last : tag.start()], env), _as_written(tag[0], env)]
        last = tag.end()
    return "".join([*parts, outside(pictured[last:], env)])


def _image(
    renderer: RendererHTML, tokens: Sequence[Token], place: int, options: Any, env: MutableMapping[str, Any]
) -> str:
    token = tokens[place]
    alt = _as_written(renderer.renderInlineAsText(token.children or [], options, env), env)
    return str(env["picture"](str(token.attrs.get("src", "")), alt))


def _image_tag(tag: str, env: Mapping[str, Any]) -> str:
    """Return a raw tag of an image, read as a browser reads it."""
    found: dict[str, str | None] = {}

    class _Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.update(attrs)

    _Reader().feed(tag)
    return str(env["picture"](found.get("src") or "", found.get("alt") or ""))


def _picture(address: str, alt: str, pictures: Attachments) -> str:
    """Return the picture where the cell holds it, a link in words to one elsewhere, else its alternative text."""
    said = html.escape(alt.strip())
    scheme, _, rest = address.partition(":")
    if scheme == "attachment":
        name = rest if rest in pictures else unquote(rest)
        uri = data_uri(pictures.get(name, {}))
        if uri is not None:
            return f'<img src="{uri}" alt="{said or "Picture without a description"}">'
        named = html.escape(name) if "\ue002" not in name else ""
        return f"[Picture not in the file: {said or named or 'no name'}]"
    if address.startswith(("http://", "https://")):
        return f'<a href="{html.escape(address)}">[Picture elsewhere: {said or html.escape(address)}]</a>'
    return f"[Picture not shown: {said or html.escape(address[:200])}]"


_RULES: dict[str, Rule] = {
    **{"text": _text, "code_inline": _code, "code_block": _code, "fence": _code},
    **{"html_inline": _html, "html_block": _html, "image": _image},
}

"""Formulas: LaTeX becomes MathML, which browsers show without a script; what cannot be converted is shown as code."""

import html
import re
import unicodedata
from functools import lru_cache
from itertools import pairwise, zip_longest
from xml.etree.ElementTree import Element

from latex2mathml.converter import Converter

LONGEST = 2000  # characters of a formula
MOST_TOKENS = 1000
MAX_CACHED = 200  # characters of a formula that is kept for the next page
DEEPEST = 40  # levels of MathML
LETTERS = frozenset(("mi", "mn", "mtext"))
TOKENS = LETTERS | {"mo", "mspace"}
_SPACING = frozenset(("width", "height", "depth", "lspace", "rspace", "voffset"))
_OPERATOR = frozenset(
    ("form", "fence", "separator", "stretchy", "symmetric", "largeop", "movablelimits", "accent", "lspace", "rspace")
)
_STYLE = frozenset(("displaystyle", "scriptlevel"))
# Core elements and what each may say of itself; no links, styles, actions or annotations.
ELEMENTS: dict[str, frozenset[str]] = {
    "math": frozenset(("display", "displaystyle")),
    "mrow": frozenset(),
    "mi": frozenset(("mathvariant",)),
    "mn": frozenset(),
    "mo": _OPERATOR | {"minsize", "maxsize"},
    "mtext": frozenset(),
    "mspace": _SPACING,
    "msup": frozenset(),
    "msub": frozenset(),
    "msubsup": frozenset(),
    "mfrac": frozenset(("linethickness",)) | _STYLE,
    "msqrt": frozenset(),
    "mroot": frozenset(),
    "mover": frozenset(("accent",)),
    "munder": frozenset(("accentunder",)),
    "munderover": frozenset(("accent", "accentunder")),
    "mmultiscripts": frozenset(),
    "mprescripts": frozenset(),
    "mpadded": _SPACING,
    "mphantom": frozenset(),
    "mstyle": _STYLE,
    "mtable": frozenset(("columnalign", "displaystyle")),
    "mtr": frozenset(("columnalign",)),
    "mtd": frozenset(("columnalign",)),
}
_ARGUMENTS = {"msup": 2, "msub": 2, "mfrac": 2, "mroot": 2, "mover": 2, "munder": 2, "msubsup": 3, "munderover": 3}
_VALUE = re.compile(r"[A-Za-z0-9 .%+-]{1,40}")
_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|\S", re.DOTALL)
_MACRO = re.compile(r"\\(?:(?:re)?newcommand|providecommand|[egx]?def|let|input|include)(?![A-Za-z])")
_CLOSING = frozenset(")]}|\N{DOUBLE VERTICAL LINE}")
_THIN = '<mspace width="0.167em"></mspace>'
_COMMAND = re.compile(r"\\[A-Za-z]")
_UNSHOWN = re.compile(
    r"\\label\s*\{[^{}]*\}|\\(?:nonumber|notag)(?![A-Za-z])"
)  # about equation numbers, which are not shown
_ENVIRONMENT = re.compile(r"\\(begin|end)\s*\{([A-Za-z]+)\*?\}")
# Environments that the library does not support under these names; equations are unnumbered, as in Jupyter.
_ENVIRONMENTS = {
    **dict.fromkeys(("align", "alignat", "flalign", "eqnarray"), "align*"),
    **dict.fromkeys(("aligned", "split"), "split"),
    **dict.fromkeys(("gather", "gathered", "multline"), "matrix"),
}
_VARIANTS = {
    "bold": "BOLD",
    "bold-italic": "BOLD ITALIC",
    "sans-serif": "SANS-SERIF",
    "bold-sans-serif": "SANS-SERIF BOLD",
    "monospace": "MONOSPACE",
    "script": "SCRIPT",
    "bold-script": "BOLD SCRIPT",
    "fraktur": "FRAKTUR",
    "double-struck": "DOUBLE-STRUCK",
}
_DIGITS = ("ZERO", "ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX", "SEVEN", "EIGHT", "NINE")


def to_mathml(latex: str, display: bool) -> str:
    """Convert LaTeX to an element `math`, or to an element `code` with its text where that cannot be done."""
    return _cached(latex, display) if len(latex) <= MAX_CACHED else _converted(latex, display)


@lru_cache(maxsize=4096)
def _cached(latex: str, display: bool) -> str:
    return _converted(latex, display)


def _converted(latex: str, display: bool) -> str:
    text = latex.strip()
    short = len(text) <= LONGEST and len(_TOKEN.findall(text)) <= MOST_TOKENS
    if not text or not short or _MACRO.search(text):  # a macro can grow without bounds
        return as_code(latex)
    try:
        # A converter for each formula: it keeps macros and counts equations.
        tree = Converter(display="block" if display else "inline").convert_to_element(_known(text))
        return f'<math display="{"block" if display else "inline"}">{_children(tree, 0)}</math>'
    except Exception:  # the library raises whatever comes of malformed text, a RecursionError too
        return as_code(latex)


def as_code(latex: str) -> str:
    """Show LaTeX as what it is, escaped."""
    return f"<code>{html.escape(latex)}</code>"


def _known(latex: str) -> str:
    """Give each environment the name by which the library knows it."""
    numberless = _UNSHOWN.sub("", latex).replace(r"\arg\m", r"\operatorname{arg}\m")
    return _ENVIRONMENT.sub(
        lambda found: f"\\{found[1]}{{{_ENVIRONMENTS[found[2]]}}}" if found[2] in _ENVIRONMENTS else found[0],
        numberless,
    )


def _children(tree: Element, depth: int) -> str:
    """Write what is inside an element.

    Raises:
        ValueError: it is nested too deeply, an element lacks an argument, or a command is unknown.
    """
    if depth > DEEPEST:
        raise ValueError("nested too deeply")
    kept = list(tree)
    if len(kept) != _ARGUMENTS.get(tree.tag, len(kept)):
        raise ValueError(f"{tree.tag} with {len(kept)} arguments")
    text = html.unescape(tree.text or "")  # the library writes characters as references
    if tree.tag in LETTERS and _COMMAND.match(text):
        raise ValueError(f"the command {text}")
    if tree.tag in LETTERS:
        text = _in_variant(text, tree.get("mathvariant", ""))
    for before, after in pairwise(kept):
        if after.tag == "mtable" and before.tag == "mo":
            before.attrib |= {"form": "prefix", "stretchy": "true"}
        elif before.tag == "mtable" and after.tag == "mo" and html.unescape(after.text or "") in _CLOSING:
            after.attrib |= {"form": "postfix", "stretchy": "true"}
    written = [_element(child, depth + 1) for child in kept]
    if tree.tag == "mrow":
        spaces = [_THIN if _is_function(*pair) else "" for pair in pairwise(kept)]
        written = [element + space for element, space in zip_longest(written, spaces, fillvalue="")]
    return html.escape(text) + "".join(written)


def _is_function(name: Element, argument: Element) -> bool:
    """Tell whether an element is a function's name, such as log, and another its argument without brackets."""
    text = name.text or ""
    return name.tag == "mi" and len(text) > 1 and text.isalpha() and argument.tag != "mo"


def _element(tree: Element, depth: int) -> str:
    # Of a frame the content is shown; only text may stand in letters and operators.
    tag = "mrow" if tree.tag == "menclose" or (tree.tag in TOKENS and len(tree)) else tree.tag
    named = [
        f' {name}="{value}"'
        for name, value in tree.attrib.items()
        if name in ELEMENTS[tag] and _VALUE.fullmatch(value) and (name != "mathvariant" or value == "normal")
    ]
    return f"<{tag}{''.join(named)}>{_children(tree, depth)}</{tag}>"


def _in_variant(text: str, variant: str) -> str:
    """Write letters in the alphabet of a variant: browsers no longer do so by themselves."""
    alphabet = _VARIANTS.get(variant)
    return "".join(_letter(character, alphabet) for character in text) if alphabet else text


def _letter(character: str, alphabet: str) -> str:
    name = unicodedata.name(character, "")
    kind = "CAPITAL" if " CAPITAL LETTER " in name else "SMALL"
    if character.isascii() and character.isdigit():
        wanted = f"MATHEMATICAL {alphabet.removesuffix(' ITALIC')} DIGIT {_DIGITS[int(character)]}"
    else:
        wanted = f"MATHEMATICAL {alphabet} {kind} {name.rpartition(' ')[2]}"
    try:
        return unicodedata.lookup(wanted)
    except KeyError:
        return character

"""More of what students may write: HTML that newer browsers and JupyterLab act upon, odd ids, outputs of all kinds."""

from base64 import b64encode
from typing import Any
from urllib.parse import quote

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from tests.support import payloads
from tests.support.payloads import CANARY, HURT, LOUD, PNG, SCRIPT, SVG

HOST = CANARY.removeprefix("http:")
DRAWING = f'<svg id="x" xmlns="http://www.w3.org/2000/svg"><image href="1" onerror="{HURT}"/></svg>'
TEXTS = {
    "command of JupyterLab": '<a href="#" data-commandlinker-command="terminal:create-new" '
    'data-commandlinker-args="{}">press</a><button data-commandlinker-command="terminal:create-new">press</button>',
    "bare addresses": f"{CANARY}/bare www.canary.invalid/www someone@canary.invalid <{CANARY}/angle>",
    "drawing as data": f"![x](data:image/svg+xml;base64,{b64encode(SVG.encode()).decode()}) "
    f"<img src='data:image/svg+xml,{quote(SVG)}'>",
    "page as data": f"![x](data:text/html;base64,{b64encode(SCRIPT.encode()).decode()})",
    "address without a scheme": f"![x]({HOST}/image.png) <img src={HOST}/raw> [press]({HOST}/link)",
    "address with backslashes": r"![x](\\\\canary.invalid\\share\\x.png) <img src='\\\\canary.invalid\\x'>",
    "address of a file or blob": "![x](file:///etc/passwd) <img src='blob:http://canary.invalid/x'> [press](file:///x)",
    "picture with sources": f'<picture><source srcset="{CANARY}/source"><img src="{CANARY}/img"></picture>',
    "map with areas": '<img src="x" usemap="#m"><map name="m">'
    f'<area shape="default" href="javascript:{HURT}">press</map>',
    "link that tells": f'<a href="#why" ping="{CANARY}/ping">press</a> <a href="{CANARY}/download" download>press</a>',
    "popover": f'<div popover id="p" onbeforetoggle="{HURT}">x</div><button popovertarget="p">press</button>',
    "dialog": f'<dialog open onclose="{HURT}"><form method="dialog"><button>press</button></form></dialog>',
    "button with a command": f'<button commandfor="p" command="show-popover" onclick="{HURT}">press</button>',
    "drawing that refers": f"<svg><use href='data:image/svg+xml,{quote(DRAWING)}#x'/>"
    f"<foreignObject>{LOUD}</foreignObject></svg>",
    "backgrounds": f'<table background="{CANARY}/table"><tr><td background="{CANARY}/cell">x</td></tr></table>'
    f'<bgsound src="{CANARY}/sound"><div background="{CANARY}/div">x</div>',
    "shadow tree": f'<div><template shadowrootmode="open">{LOUD}{SCRIPT}</template></div>',
    "rules that load ahead": '<script type="speculationrules">{"prefetch": [{"source": "list", "urls": ["'
    + f'{CANARY}/ahead"]}}]}}</script><link rel="dns-prefetch preconnect modulepreload" href="{CANARY}/ahead">',
    "names of scripts' own values": '<a id="hurt">x</a><form name="hurt"><input id="base_url"></form>'
    '<iframe name="hurt"></iframe><img name="hurt">',
    "classes of the page": '<div class="jp-RenderedHTMLCommon modal in score" style="z-index: 99999">x</div>',
    "wide signs": "\uff1cimg src=x onerror=window.hurt=1\uff1e \u2039script\u203awindow.hurt=1\u2039/script\u203a",
    "turned letters": f"\u202e{LOUD}\u202c \u2066{SCRIPT}\u2069",
    "lists of attributes": f'[press](#why){{onclick="{HURT}"}} ![x](x.png){{onerror="{HURT}"}} # {{#base_url}}',
    "footnote": f"x[^1]\n\n[^1]: {LOUD} [press](javascript:{HURT})",
    "lists": f"- [ ] {LOUD}\n- [x] {SCRIPT}\n\n1. {LOUD}\n\nterm\n: {LOUD}",
    "quotes and indented code": f"> > {LOUD}\n\n    </code></pre>{LOUD}\n\n\t{SCRIPT}",
    "title of a link": f"[press](#why \"' onmouseover='{HURT}\") [press](#why '\"{LOUD}')",
    "text of a picture": f'![\'"{LOUD}](attachment:none.png) ![x](<attachment:none.png" onerror="window.hurt=1>)',
    "formula with a picture": rf"$\includegraphics{{{CANARY}/tex.png}}$ $\unicode[url({CANARY}/font)]{{65}}$ "
    rf"$\mmlToken{{mi}}[href='javascript:{HURT}']{{press}}$",
    "formula without an end": f"$$ {LOUD}\n\n\\[ {SCRIPT}\n\n\\begin{{equation}} {LOUD}",
    "tags that are broken off": f"<img src=x onerror='{HURT}' <b>\n\n<a href='javascript:{HURT}'\n\n"
    f"</div></div></div></body></html>{LOUD}",
    "slashes in place of spaces": f"<img/src=x/onerror='{HURT}'><svg/onload='{HURT}'><x/onclick='{HURT}'>press</x>",
    "styles that import": f"<style>@font-face {{ font-family: x; src: url({CANARY}/font) }}</style>"
    f'<p style="font-family: x; list-style: url({CANARY}/list); --x: image-set(url({CANARY}/set) 1x)">x</p>',
    "attachment with a script's name": "![x](attachment:javascript:hurt=1) <img src='attachment:../../hurt.png'>",
}
IDS = (
    "base_url",
    "submission_id",
    "why",
    "hurt",
    "__proto__",
    "constructor",
    "../../x",
    "a b",
    "'onclick='x",
    "\u5b66",
    "",
)
KINDS = (
    *(
        "text/html",
        "text/markdown",
        "text/latex",
        "image/svg+xml",
        "image/gif",
        "application/javascript",
        "text/x-html",
    ),
    *("application/xhtml+xml", "application/pdf", "application/vnd.jupyter.widget-view+json", "application/geo+json"),
    *("application/vnd.vegalite.v5+json", "application/vnd.plotly.v1+json", "application/vnd.bokehjs_exec.v0+json"),
    *("application/vnd.jupyter.stderr", "application/vnd.jupyter.error", "application/json", "video/mp4", "audio/wav"),
)
SHOWS = f"""
from IPython.display import display
described = {{"model_id": {LOUD!r}, "name": {LOUD!r}, "message": {LOUD!r}, "data": {{"url": {CANARY!r}}}}}
for kind in {KINDS!r}:
    for data in ({LOUD!r}, described):
        metadata = {{kind: {{"isolated": True, "alt": {LOUD!r}}}}}
        display({{kind: data, "text/plain": {LOUD!r}}}, raw=True, metadata=metadata)
print("\x1b]8;;javascript:window.hurt=1\x07press\x1b]8;;\x07 \x1b[31m{CANARY}/said\x1b[0m")
"""


def hostile(released: NotebookNode) -> dict[str, Any]:
    """The notebook of somebody who tries all of this, and all that `payloads` knows."""
    notebook = payloads.hostile(released)
    texts = [
        new_markdown_cell(f"{name}\n\n{text}", id=f"more-{place}") for place, (name, text) in enumerate(TEXTS.items())
    ]
    named = [
        {
            "cell_type": "markdown",
            "id": name,
            "metadata": {"tags": [name], name or "x": {name or "x": LOUD}},
            "source": "[x](#y)",
        }
        for name in IDS
    ]
    pictured = {"cell_type": "markdown", "id": "named", "metadata": {}, "source": "![x](attachment:__proto__)"}
    attached = {name or "x": {"image/png": PNG, "text/html": SCRIPT} for name in IDS}
    notebook["cells"] += [*texts, new_code_cell(SHOWS, id="shows-more"), *named, {**pictured, "attachments": attached}]
    return notebook

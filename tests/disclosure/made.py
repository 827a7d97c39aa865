"""Documents made for a test: lines of text, and ruled tables below them, on A4 pages.

The font is one of those that every reader of PDF knows by name; none is embedded. Belongs here: bytes of such a
document. Does not belong here: what stands in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

WIDTH, HEIGHT = 595, 842
_LEFT, _TOP, _STEP, _SIZE = 60, 780, 22, 12


@dataclass(frozen=True)
class MadePage:
    """Lines from the top, then a table with rulings around each cell."""

    lines: Sequence[str]
    table: Sequence[Sequence[str]] = field(default=())


def made_pdf(pages: Sequence[MadePage]) -> bytes:
    """The document."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{' '.join(f'{6 + 2 * n} 0 R' for n in range(len(pages)))}] >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /FontDescriptor 5 0 R /DW 1000"
        " /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>",
        "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0"
        " /Ascent 880 /Descent -120 /CapHeight 880 /StemV 80 >>",
    ]
    for number, page in enumerate(pages):
        content = _content(page)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents {7 + 2 * number} 0 R"
            " /Resources << /Font << /F 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("ascii")
    begin = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode("ascii")
    out += b"".join(f"{offset:010d} 00000 n \n".encode("ascii") for offset in offsets)
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{begin}\n%%EOF\n".encode("ascii")
    return bytes(out)


def _content(page: MadePage) -> str:
    parts = [_text(_LEFT, _TOP - _STEP * at, line) for at, line in enumerate(page.lines)]
    top = _TOP - _STEP * len(page.lines)
    columns = max((len(row) for row in page.table), default=1)
    width = (WIDTH - 2 * _LEFT) / columns
    for at, row in enumerate(page.table):
        for column, word in enumerate(row):
            x, y = _LEFT + column * width, top - _STEP * (at + 1)
            parts.append(f"0.5 w {x:.1f} {y:.1f} {width:.1f} {_STEP} re S")
            parts.append(_text(x + 3, y + 6, word, 9))
    return "\n".join(parts)


def _text(x: float, y: float, text: str, size: int = _SIZE) -> str:
    return f"BT /F {size} Tf {x:.1f} {y:.1f} Td <{text.encode('utf-16-be').hex()}> Tj ET"

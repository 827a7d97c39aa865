"""Pages drawn for a test: text and rulings at places given from the top left, in points, as PDF bytes.

The font is one that every reader knows without its program (STSong-Light), so that no font file is needed: figures are
half as wide as they are high, Chinese characters as wide as high.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from dagster_project.disclosure.pages import Page
from dagster_project.disclosure.pdf import PdfDocument

_FONT = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [ << /Type /Font"
    b" /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1)"
    b" /Supplement 4 >> /DW 1000 /W [ 1 95 500 814 939 500 ] /FontDescriptor << /Type /FontDescriptor"
    b" /FontName /STSong-Light /Flags 6 /FontBBox [ -25 -254 1000 880 ] /ItalicAngle 0 /Ascent 880 /Descent -120"
    b" /CapHeight 880 /StemV 93 >> >> ] >>"
)


def width_of(text: str, size: float = 9) -> float:
    return sum(size / 2 if char.isascii() else size for char in text)


@dataclass
class Sheet:
    """One page. `turn` is its /Rotate; `crop` its crop box as left, bottom, right, top.

    `lie` counts the quarter turns clockwise by which all that is drawn is turned on the sheet, and the sheet with it.
    """

    width: float = 595
    height: float = 842
    turn: int = 0
    crop: tuple[float, float, float, float] | None = None
    marks: list[str] = field(default_factory=list)
    lie: int = 0

    @property
    def size(self) -> tuple[float, float]:
        """Of the sheet that is printed."""
        return (self.height, self.width) if self.lie % 2 else (self.width, self.height)

    @property
    def content(self) -> bytes:
        """What is drawn, as the page says it."""
        turns = {1: (0, -1, 1, 0, 0, self.width), 2: (-1, 0, 0, -1, self.width, self.height),
                 3: (0, 1, -1, 0, self.height, 0)}  # fmt: skip
        marks = [" ".join(map(str, turns[self.lie])) + " cm", *self.marks] if self.lie else self.marks
        return "\n".join(marks).encode("ascii")

    def text(
        self, x: float, y: float, text: str, *, size: float = 9, grey: float = 0, alpha: bool = False, mode: int = 0,
        matrix: tuple[float, float, float, float] = (1, 0, 0, 1),
    ) -> None:  # fmt: skip
        """Text whose first baseline begins at x, and y from the top. `alpha` draws it nearly transparent."""
        a, b, c, d = matrix
        state = "/Faint gs " if alpha else ""
        code = text.encode("utf-16-be").hex()
        self.marks.append(
            f"q {state}{grey} g BT /F {size} Tf {mode} Tr {a} {b} {c} {d} {x} {self.height - y} Tm <{code}> Tj ET Q"
        )

    def right(self, x: float, y: float, text: str, size: float = 9) -> None:
        """Text that ends at x, as figures do."""
        self.text(x - width_of(text, size), y, text, size=size)

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.marks.append(f"0.5 w {x0} {self.height - y0} m {x1} {self.height - y1} l S")

    def box(self, x0: float, y0: float, x1: float, y1: float, grey: float | None = None) -> None:
        """A frame; filled and without a stroke where a grey is given."""
        paint = "S" if grey is None else f"{grey} g f"
        self.marks.append(f"q {paint[:-1]} {x0} {self.height - y1} {x1 - x0} {y1 - y0} re {paint[-1]} Q")

    def grid(self, xs: list[float], ys: list[float]) -> None:
        for y in ys:
            self.line(xs[0], y, xs[-1], y)
        for x in xs:
            self.line(x, ys[0], x, ys[-1])

    def page(self) -> Page:
        (page,) = PdfDocument(drawn(self)).pages()
        return page


def drawn(*sheets: Sheet) -> bytes:
    """The sheets as one document."""
    objects = [b"", b"", _FONT, b"<< /Type /ExtGState /ca 0.15 /CA 0.15 >>"]
    kids = []
    for sheet in sheets:
        content, (width, height) = sheet.content, sheet.size
        crop = f"/CropBox [ {' '.join(map(str, sheet.crop))} ]" if sheet.crop else ""
        objects.append(b"<< /Length %d >> stream\n%s\nendstream" % (len(content), content))
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [ 0 0 {width} {height} ] {crop} /Rotate {sheet.turn}"
            f" /Resources << /Font << /F 3 0 R >> /ExtGState << /Faint 4 0 R >> >>"
            f" /Contents {len(objects)} 0 R >>".encode()
        )
        kids.append(f"{len(objects)} 0 R")
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = f"<< /Type /Pages /Kids [ {' '.join(kids)} ] /Count {len(kids)} >>".encode()
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)

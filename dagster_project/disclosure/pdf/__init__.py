"""What a PDF file shows, read with pdfium: characters and rulings, in one frame, as they are seen on the page.

Belongs here: everything that knows pdfium; the files of this folder are its layers, from `calls` (the library) to
`document` (pages). Does not belong here: what the characters mean, and what a page is (`disclosure.pages`).

pdfium rather than pdfminer because the interpreter is most of the time (docs/decisions/0001).
"""

from dagster_project.disclosure.pdf.document import PdfDocument

__all__ = ["PdfDocument"]

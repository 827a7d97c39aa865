"""How well a folder of documents is read, for the people who have to trust it and those who teach it a new region.

The folder goes through the whole pipeline into a home of its own; the report is made from the warehouse that comes
out, and from nothing else. Belongs here: asking that warehouse, and showing the answers as a terminal table, an HTML
page with pictures, CSV files and a Markdown summary. Does not belong here: reading documents, and any rule or sum of
its own.

    figures.py    what is known of each document, from the warehouse
    labels.yaml   what kinds, states and reasons are called
    pictures.py   which places of which pages are shown; painter.py draws them, in a confined process
    page.py       the HTML page;  terminal.py, exports.py: the other forms
    __main__.py   the command
"""

"""Reading disclosures: bytes in, typed records out.

Pure: nothing here imports Dagster, dbt, Great Expectations or DuckDB, and nothing here knows where files lie or results
go (a test holds it to that). The way of a document through the rooms:

    reader     composition: bytes -> Disclosure, or Rejected with a reason
    pages      characters and rulings of a page, from pdfium
    ocr        the same of a page that is a picture (needs the optional extra)
    tables     rulings -> grids of cells, merged cells understood
    captions   the lines above a grid: number, title, unit of money
    headers    header rows -> what each column means, by vocabulary
    rows       labels -> what each row means, by vocabulary
    statements grids over pages -> one statement with its cells
    narrative  the text around the tables -> outline, contents, claims
    covers     the lines of a page -> what they say of unit, year, kind and scope
    identity   all that is said, weighed: whose budget of which year this is
    parts      the disclosures inside one document
    companions what other documents know of this one
    divisions  the name of a unit -> its administrative division
    admission  whether it is a departmental budget disclosure at all
    census     printed numbers counted from the characters alone, to hold the above to account

What one region prints differently is data in vocabulary/; no module here names a place.
"""

"""Refreshing only what changed: a release over ten thousand documents of which one is new.

Documents are of one family where both name a unit, whoever files for it, or the code of a project; a family may be one
document. All that the models say of a document follows from its family. So a refresh lands the families of the
documents that changed, has them modelled and audited alone, and replaces their rows in a copy of the release that
stands.

    changes    which documents changed since the release that stands, and their families
    scope      which rows of which table that can concern, as the models declare it (meta.rows_of)
    merging    replaces these rows in a copy of the release
    contents   sums over the rows of a table that can be carried on from release to release

Belongs here: all that knows of two releases at once. Does not belong here: landing (`building`), the order in which a
release comes into place (`publishing`).
"""

"""Forms: performance targets of a unit and its projects, where labels and values stand in any direction.

Belongs here: finding the lists and label-and-value pairs of a form (`blocks`), reading them into records (`reading`),
and taking a target value apart (`targets`). Does not belong here: any word (vocabulary/forms.yaml), and which project
of another table a sheet speaks of (the warehouse resolves that).
"""

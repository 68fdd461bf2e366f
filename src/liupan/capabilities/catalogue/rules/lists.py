"""Names of the rule sets that the catalogue reads, and of their keys."""

ELEMENTS = "catalogue.elements"
CATEGORIES = "catalogue.categories"
UPDATE_LIMIT = ("limits.sharing", "catalogue_update")
OWN_UPDATE_LIMIT = ("catalogue.limits", "update")
"""Working days for an update after a change of law or duty; ours counts where the law in force
says none."""

DOUBT_LIMIT = ("catalogue.doubts", "answer")
"""Working days in which the provider answers a doubt."""

TITLE, ABSTRACT = "most.title", "most.abstract"
DIGITS = "code.digits"
"""Digits of class, item and catalogue together."""

LISTS = {
    "share_type": "share_type.",
    "share_mode": "share_mode.",
    "update_cycle": "cycle.",
    "format_class": "format.",
    "item_type": "data_type.",
}
"""Element to the beginning of the keys of its code list; what follows is stored."""
FORMATS = "type."
"""`type.CLASS.N`: a type of format, by its class."""

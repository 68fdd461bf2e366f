"""Names of files that came from outside."""

LONGEST = 120


def safe_name(name: str) -> str:
    """A name that no file system and no header stumbles over; the ending is kept.

    Paths, control and direction characters and what Windows forbids are taken out.
    """
    bare = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(c for c in bare if c.isprintable() and c not in '<>:"|?*' and c != "\ufeff")
    kept = kept.strip(" .") or "file"
    stem, dot, ending = kept.rpartition(".")
    if not dot or len(ending) > 10:
        return kept[:LONGEST]
    return f"{stem[: LONGEST - len(ending) - 1]}.{ending}"

"""SQL that makes a table tell of its changes, for migrations."""

from collections.abc import Iterable


def watch(topic: str, *tables: str, columns: Iterable[str] = ()) -> str:
    """From now on a change in one of these tables is a change of `topic`.

    With `columns` an update is one only when it sets one of them.
    """
    update = f"UPDATE OF {', '.join(columns)}" if columns else "UPDATE"
    return "".join(
        f"CREATE TRIGGER {_name(topic)} AFTER INSERT OR {update} OR DELETE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION changes_note('{topic}');\n"
        for table in tables
    )


def unwatch(topic: str, *tables: str) -> str:
    """The way back."""
    return "".join(f"DROP TRIGGER {_name(topic)} ON {table};\n" for table in tables)


def _name(topic: str) -> str:
    return f"tells_{topic.replace('.', '_')}"

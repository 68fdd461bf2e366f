"""Static files: named by their content once collected, under their own names before."""

from functools import cache

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Lets tests and development run without collecting anything."""

    def stored_name(self, name: str) -> str:
        """The name under which a file is served."""
        return str(super().stored_name(name)) if self.hashed_files else name

    def url(self, name: str, force: bool = False) -> str:
        """Where it is served; looked up once when collected: every page shows half a dozen."""
        if self.hashed_files and not force:
            return self._kept_url(name)
        return str(super().url(name, force))

    @cache  # noqa: B019  there is one of these for the whole life of a process
    def _kept_url(self, name: str) -> str:
        return str(super().url(name))

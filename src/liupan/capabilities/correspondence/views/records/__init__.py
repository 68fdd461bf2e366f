"""Pages of the archive, of the filing plan and of resolutions."""

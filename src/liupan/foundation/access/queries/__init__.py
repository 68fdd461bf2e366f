"""Every read of `access`, by subject."""

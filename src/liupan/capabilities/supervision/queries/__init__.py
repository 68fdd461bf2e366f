"""Every read of `supervision`, scoped by actor."""

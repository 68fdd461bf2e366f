"""Every read of `seals`, scoped by who asks."""

"""Every read of `correspondence`, scoped by actor."""

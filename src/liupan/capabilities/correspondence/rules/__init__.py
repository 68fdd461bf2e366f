"""Pure decisions of `correspondence`."""

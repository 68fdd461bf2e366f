"""Every write about doubts and the corrections that come of them."""

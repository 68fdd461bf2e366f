"""Settings by concern, routes, servers and the `liupan` command."""

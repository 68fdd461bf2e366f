"""Ways out of open data: pictures drawn anew, addresses elsewhere."""

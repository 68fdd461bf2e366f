"""What tests stand on: server, template database, closed network."""

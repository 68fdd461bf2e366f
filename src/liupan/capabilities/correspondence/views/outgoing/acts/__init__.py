"""What can be done with an outgoing document, one class for each act."""

"""Pure decisions: what is found in a text."""

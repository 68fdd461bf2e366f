"""Pure decisions of `calendar`: no tables, no clock of their own."""

"""Pure decisions of `supervision`."""

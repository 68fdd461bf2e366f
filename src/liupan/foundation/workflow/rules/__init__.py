"""Pure decisions of `workflow`."""

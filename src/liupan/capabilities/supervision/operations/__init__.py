"""Every write of `supervision`, by the stage of an item it belongs to."""

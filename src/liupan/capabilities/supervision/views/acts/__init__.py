"""What people do with an item: one class per act, with its form and what it will cause."""

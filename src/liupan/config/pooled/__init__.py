"""Django's PostgreSQL, whose connections are looked at, not asked, before they are used again."""

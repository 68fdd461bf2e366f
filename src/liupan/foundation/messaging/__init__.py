"""Notices to people, webhooks to machines (消息)."""

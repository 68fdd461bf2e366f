"""Sharing and exchange (信息共享交换): what a grant allows is delivered and logged."""

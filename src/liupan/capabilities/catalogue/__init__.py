"""Catalogue of government information resources (政务信息资源目录): what each department holds."""

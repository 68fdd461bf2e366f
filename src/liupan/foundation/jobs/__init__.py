"""Long work: progress, leave, cancel, resume; imports and exports (后台任务)."""

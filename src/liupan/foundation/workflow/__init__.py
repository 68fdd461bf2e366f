"""Processes, work items and opinions (流程): knows no business."""

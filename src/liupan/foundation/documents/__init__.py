"""Files that people attach to things (文件)."""

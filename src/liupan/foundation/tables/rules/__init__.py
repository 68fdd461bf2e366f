"""What a cell, a filter and a column may be; pure."""

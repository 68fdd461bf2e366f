"""Pictures drawn by the server as SVG: no script needed, printable, the same data as a table.

Pure functions. Widths that come from data are per cents; colours come from classes.
"""

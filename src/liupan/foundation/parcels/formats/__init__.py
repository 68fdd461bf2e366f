"""The format of parcels, cards and statements: no tables; a stranger can write a reader."""

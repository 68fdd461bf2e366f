"""Operations of open data."""

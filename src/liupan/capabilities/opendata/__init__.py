"""Open data (公共数据开放): what everybody may have is published and used."""

"""CKAN's action API, version 3, for reading."""

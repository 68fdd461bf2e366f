"""Open data as CKAN shapes them: what its action API of version 3 answers."""

"""An office with a case at every stage, and an example call for each operation of the API."""

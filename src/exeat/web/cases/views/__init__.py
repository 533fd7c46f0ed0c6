"""Pages of cases, a module a kind of reader."""

"""The JSON API under /api/: the same services and selectors as the pages, and the same permissions.

One file a subject, each with a router; `root` puts them together. `fields` and `answers` hold what they share. A view
makes one call and never decides: what a service refuses, `root` turns into the answer that `answers` documents.
"""

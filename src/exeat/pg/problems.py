"""The one error of this package."""


class Unavailable(Exception):
    """No database can be had; the message says why, and what to do, in plain words."""

"""The one error of this package."""


class Unavailable(Exception):  # noqa: N818 - named for what it says
    """No database can be had; the message says why, and what to do, in plain words."""

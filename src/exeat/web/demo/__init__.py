"""An invented year in the model state: its people, its lists, its cases. Nobody and nothing in it is real.

Told as data in `data/` and played through the services, so that every rule applied and the ledger explains every row.
"""

from exeat.web.demo.load import load
from exeat.web.demo.people import PASSWORD, SignIn, sign_ins

__all__ = ["PASSWORD", "SignIn", "load", "sign_ins"]

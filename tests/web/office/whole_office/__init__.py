"""What the stories of a whole office are told with: its people, each at a browser."""

from whole_office.people import OFFICIALS, PASSWORD, Office, add_papers, email, link_in
from whole_office.visitor import Visitor

__all__ = ["OFFICIALS", "PASSWORD", "Office", "Visitor", "add_papers", "email", "link_in"]

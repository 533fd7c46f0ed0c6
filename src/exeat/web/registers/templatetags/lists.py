"""What the pages of the lists need beyond the common tags: permanent addresses."""

from __future__ import annotations

from django import template

from exeat.web.registers.addresses import list_url, provision_url

register = template.Library()
register.simple_tag(list_url, name="list_address")
register.simple_tag(provision_url, name="provision_address")

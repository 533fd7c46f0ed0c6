"""What the page of a case shows to a reviewer alone."""

from __future__ import annotations

from django import template

from exeat.domain.review import Role
from exeat.web.cases.selectors.case_page import CasePage, ReferralView

register = template.Library()


@register.simple_tag
def own_referral(page: CasePage) -> ReferralView | None:
    """What the reader's own agency was asked: `{% own_referral page as own %}`; None for readers of no asked agency."""
    if Role.REVIEWER not in page.actor.roles:
        return None
    return next((view for view in page.referrals if view.referral.agency == page.actor.agency), None)

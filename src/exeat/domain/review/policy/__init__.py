"""A state's licensing policy as data: its values (`model`), when its rules apply (`when`), reading it (`load`)."""

from exeat.domain.review.policy.load import default_policy_folder, load_policy
from exeat.domain.review.policy.model import Policy
from exeat.domain.review.policy.tables import PolicyError
from exeat.domain.review.policy.when import When

__all__ = ["Policy", "PolicyError", "When", "default_policy_folder", "load_policy"]

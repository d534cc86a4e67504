"""A school's marking policy: read, checked, resolved for a course, written back (domain.md §4.7)."""

from zhurnal.calc.grading.policy.examples import EXAMPLES
from zhurnal.calc.grading.policy.policy import Override, Policy, policy_data, read_policy
from zhurnal.calc.grading.policy.problems import PolicyError, Problem

__all__ = ["EXAMPLES", "Override", "Policy", "PolicyError", "Problem", "policy_data", "read_policy"]

"""Plausibility checks: what the database accepts and yet cannot be true. `zhurnal check` runs them all."""

from zhurnal.ops.checks.run import CHECKS, Check, Finding, run_checks

__all__ = ["CHECKS", "Check", "Finding", "run_checks"]

"""The demo schools."""

from zhurnal.ops.demo.build import build_demo

__all__ = ["build_demo"]

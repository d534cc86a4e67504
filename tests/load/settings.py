"""The product's settings, and one more page: the floor beside which its pages are measured."""

from config.settings import *  # noqa: F403 -- the same settings are the point

ROOT_URLCONF = "tests.load.urls"

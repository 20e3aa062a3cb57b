"""A typed client of Tonetop's REST API."""

from tonetop_client.client import Client
from tonetop_client.http import Problem, Unreachable
from tonetop_client.register import Register, Step, Version

__all__ = ["Client", "Problem", "Register", "Step", "Unreachable", "Version"]

"""Commands are tried over the same data folders as the verbs behind them."""

from tests.work.conftest import demo, folder, fresh, steady, unblocked

__all__ = ["demo", "folder", "fresh", "steady", "unblocked"]

"""The room of listening and campaigns in Django admin, for the national administration."""

from campaigns.admin import campaigns, listening, struggle

__all__ = ["campaigns", "listening", "struggle"]

"""Dues: taking the money, standing, and those who are late."""

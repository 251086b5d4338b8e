"""The shapes of requests and answers.

Limits are the database's own; a test holds them against its constraints.
"""

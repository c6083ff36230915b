"""Feeds, their entries and the pages behind them.  The only package that opens a connection.

`addresses` says where one may connect, `fetching` does it, and `parsing` reads what came, in the sandbox.
`ingest.ledger` keeps what was done, `ingest.following` makes articles of it.
"""

"""What inspectors, the head and exporters do about sites: each call one step and one event of the ledger."""

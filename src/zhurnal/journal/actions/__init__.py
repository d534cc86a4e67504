"""What changes the journal. Each action is one transaction and writes its lines of the ledger itself."""

"""Where the work of a scan runs: here, in threads, and in processes that may be lost."""

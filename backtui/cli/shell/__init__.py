"""What a shell and its person find convenient: completion, help, a pager, an editor."""

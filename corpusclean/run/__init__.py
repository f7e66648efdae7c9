"""Runs: an inventory cut into partitions, each mapped, all reduced, every part finished, a corpus published."""

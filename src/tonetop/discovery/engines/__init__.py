"""Engines that run the scan over batches: this process, or a cluster; every one gives the same sketches."""

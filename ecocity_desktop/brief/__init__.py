"""Briefs: from facts to blocks, from blocks to pages."""

"""What a shell's completion offers: pipelines, statuses, leads, and the shells' own scripts."""

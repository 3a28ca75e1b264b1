"""From the case and its analysis to the report value: findings, levels, sections and impression."""

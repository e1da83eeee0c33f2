"""The place Session: today's plan, and what it opens."""

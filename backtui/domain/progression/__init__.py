"""How hold and repetitions grow: one pure function of what was done."""

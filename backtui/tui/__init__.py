"""The full screen: shows a state, sends a press, decides nothing."""

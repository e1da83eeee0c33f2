"""The full screen: places and errands. Only this floor knows Textual."""

"""Machines kept alike through a folder that another program carries. The commands use it through a round."""

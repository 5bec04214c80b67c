"""What a bare machine needs to run, test and check Parley: everything behind the Makefile.

Standard library only, as it runs before anything is installed. It writes to the checkout, package caches and temporary
folders, so that two checkouts never disturb each other.
"""

"""The record of every action: who, what, when, before and after."""

"""Forms of the consultations."""

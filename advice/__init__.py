"""Beratung: contacts, appointments and consultations of the office with towns, and who is responsible for them."""

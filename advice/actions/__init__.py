"""Everything that changes contacts, appointments, consultations, standings and responsibilities."""

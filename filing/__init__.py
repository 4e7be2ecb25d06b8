"""What leaves the house for the file of record: Aktenzeichen, packages for the E-Akte, and when they were filed."""

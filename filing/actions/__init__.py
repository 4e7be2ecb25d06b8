"""What changes the rules of the file of record, files a Vorgang, and makes packages."""

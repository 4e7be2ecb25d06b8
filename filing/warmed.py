"""Imported once by the server that starts the processes: each of them begins with fonts read and apps loaded."""

from filing import press

press.warm()

"""`make bench`: what pages, papers and imports cost, as ratios measured in one run on one machine.

Seconds say something about a machine, ratios about the programme: to an empty signed-in page of the same stack, to
Django's admin with the same rows, to plain WeasyPrint with the same HTML, to a loop of `update_or_create`.
"""

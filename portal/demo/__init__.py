"""The demo's story, told through the ordinary actions; never part of a production start."""

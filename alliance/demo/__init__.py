"""The demonstration association: invented people, true to scale and to life.

`load` fills an empty database; the texts are in `data/`, in files that anybody can correct.
See docs/decisions/0050-demonstration.md.
"""

"""Our figures, each measured beside its limit or its peer in the same run (`bin/bench`).

`registry` keeps them, one module a group measures them, `__main__` is the frame.
"""

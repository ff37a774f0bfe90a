"""How a patient gets from here to an appointment. Pure: plain values in, plain values out.

`links` says which links are safe, `systems` how the links of known booking systems look, `rule`
which of a clinic's links a patient gets and why.
"""

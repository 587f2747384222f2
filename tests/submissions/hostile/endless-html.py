"""An object whose HTML is 30 MB.

threat: resources
expect: nothing
stops: output
"""
# %% first
class Table:
    def _repr_html_(self):
        return "<table>" + "<tr><td>1</td></tr>" * 1_500_000 + "</table>"


Table()

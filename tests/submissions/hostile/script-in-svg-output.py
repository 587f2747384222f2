"""Show a vector graphic that is a program, and a PNG that is none.

threat: host
expect: nothing
"""
# %% first
import base64

from IPython.display import SVG, display

svg = '<svg xmlns="http://www.w3.org/2000/svg" onload="window.ran=1"><script>window.ran = 1</script><foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="javascript:parent.ran=1"/></foreignObject></svg>'
display(SVG(svg))
display({"image/png": base64.b64encode(svg.encode()).decode()}, raw=True)
display({"image/png": '"><script>window.ran = 1</script>'}, raw=True)
display({"image/svg+xml": svg, "image/jpeg": svg}, raw=True)

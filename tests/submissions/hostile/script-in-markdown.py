"""Script in a text cell: stock nbgrader's feedback shows Markdown as it is.

threat: host
expect: nothing
"""
# %% [markdown] first
# # A title <script>window.ran = 1</script>
# <img src=x onerror="window.ran = 1"> ![x](javascript:ran=1) [a bonus](javascript:window.ran=1) <javascript:ran=1>
#
# [ref]: data:text/html,<script>ran=1</script>
# See [here][ref], `<script>` and
# <details open ontoggle=ran=1>
#
# $\href{javascript:window.ran=1}{x}$ $$\unicode{<img src=x onerror=ran=1>}$$

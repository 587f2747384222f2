r"""Script in the notebook's title, authors, language and kernel, which templates put into a page's head.

threat: host
expect: nothing
tamper: describe "{\"title\": \"</title><script>ran=1</script>\", \"authors\": [{\"name\": \"<img src=x onerror=ran=1>\"}]}"
tamper: describe "{\"language_info\": {\"name\": \"python\\\"><script>ran=1</script>\", \"pygments_lexer\": \"../../../../etc/passwd\"}}"
tamper: describe "{\"kernelspec\": {\"name\": \"../../evil\", \"display_name\": \"<script>ran=1</script>\"}}"
"""

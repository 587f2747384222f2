"""The notebook was released again since: some of the instructor's words and tests are different.

threat: accident
expect: nothing
tamper: rewrite softmax "assert softmax(np.zeros((1, 2))).shape == (1, 2)"
tamper: rewrite imports "import numpy as np"
tamper: rewrite linear-task "### Exercise 1"
"""

"""What nbgrader needs to know to grade with forwardpass.

Copy this file into your own course folder and it works there unchanged, as long as the `autograder` package is
installed in the environment that runs `nbgrader`. Every setting of nbgrader's own can be added below as usual.
"""

c = get_config()  # noqa: F821  (nbgrader provides it)

# ------------------------------------------------ your course

# One name per course. Students see it; change it when you copy this file.
c.CourseDirectory.course_id = "forwardpass"

# Where assignments travel between you and your students. It is your site's choice, so it stays as nbgrader has it
# (/usr/local/share/nbgrader/exchange); the folder must exist and be writable for everybody (mode 777).
# c.Exchange.root = "/srv/nbgrader/exchange"

# ------------------------------------------------ release: `nbgrader generate_assignment`

# `autograder build` has made release/ already. Without this, nbgrader would skip the assignment as existing, and would
# never put it into the gradebook.
c.GenerateAssignment.force = True

# Files beside a notebook are released with it. A rubric must not be: it holds answers. The first four are nbgrader's.
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback", "*rubric*.y*ml*"]

# An unwritten function returns None, and its check says "not written yet". So a student can run all cells from the
# first minute on, and work on the exercises in any order.
c.ClearSolutions.code_stub = {"python": "# YOUR CODE HERE\npass"}
c.ClearSolutions.text_stub = "*Write your answer here.*"

# ------------------------------------------------ collect

# Ordinary files are collected; links, pipes and devices are not. A student owns the folder that they submitted, so what
# lies in it may have changed since.
c.ExchangeFactory.collect = "autograder.nbgrader_bridge.collect.SafeCollect"
c.ZipCollectApp.extractor_plugin = "autograder.nbgrader_bridge.collect.SafeExtractor"
c.ZipCollectApp.collector_plugin = "autograder.nbgrader_bridge.collect.SafeCollector"

# Students name what they put into the exchange, its date included. Where the file system notes a later change, that is
# the date. Believe the names instead where the exchange was copied here from another place after it was handed in.
# c.SafeCollect.trust_names = True

# For `nbgrader zip_collect`: how student and notebook are told from a file's name, as your learning management system
# writes it. This one reads "s042_dense.ipynb".
# c.FileNameCollectorPlugin.named_regexp = r".*/(?P<student_id>\w+?)_(?P<file_id>.*)"

# ------------------------------------------------ grade: `nbgrader autograde`, or its button in Formgrader

# Reading: a renamed notebook is recognised, a missing one is held for you instead of scored zero. Every cell that you
# wrote is rebuilt from release/, and what the student wrote is made safe to show.
c.Autograde.exporter_class = "autograder.nbgrader_bridge.exporter.SubmissionExporter"
c.Autograde.sanitize_preprocessors = ["autograder.nbgrader_bridge.grade.RestoreCells"]

# Grading, in this order: the student's code runs in the sandbox and the hidden checks judge it; long outputs are cut;
# scores go into the gradebook; a late penalty, if you set one, is computed from them.
c.Autograde.autograde_preprocessors = [
    "autograder.nbgrader_bridge.grade.GradeInSandbox",
    "nbgrader.preprocessors.LimitOutput",
    "autograder.nbgrader_bridge.grade.SaveReport",
    "nbgrader.preprocessors.AssignLatePenalties",
]

# Limits on student code, where the defaults do not suit you: wall-clock seconds per cell, per hidden check and per
# submission, and memory in MiB. NumPy and Keras notebooks have limits of their own.
# c.GradeInSandbox.numpy = {"cell_seconds": 20, "check_seconds": 5, "submission_seconds": 180, "memory_mb": 1024}
# c.GradeInSandbox.keras = {"cell_seconds": 60, "check_seconds": 20, "submission_seconds": 450, "memory_mb": 4096}

# Late work: 'none' costs nothing, 'zero' costs everything; for rules of your own see nbgrader's LateSubmissionPlugin.
# c.LateSubmissionPlugin.penalty_method = "zero"

# ------------------------------------------------ show: Formgrader and `nbgrader generate_feedback`

# What Markdown becomes is sanitised once more, and no script runs in a feedback page, not even MathJax: formulas are
# drawn into the page.
c.HTMLExporter.filters = {"markdown2html": "autograder.nbgrader_bridge.feedback.markdown2html"}
c.GenerateFeedback.exporter_class = "autograder.nbgrader_bridge.feedback.FeedbackExporter"

# ------------------------------------------------ export: `nbgrader export`

# nbgrader's CSV file, made safe to open in a spreadsheet, with a column for what still waits for a person.
c.ExportApp.plugin_class = "autograder.nbgrader_bridge.export.SafeCsvExport"

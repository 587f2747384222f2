"""What a grading run says: the report, and the pages made from it."""

"""The plan as a mixed-integer linear program, solved by HiGHS."""

"""The report: a period on one page that can be printed. Data in, HTML out; pure.

compose.py counts what goes by, content.py is what the page says, page.py puts it into words and a template.
"""

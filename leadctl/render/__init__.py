"""The only code that formats: tables, json, csv, ics, html."""

"""Spreadsheets become people: drop, columns, preview, apply, report, undo.

The way of a file, and the module that does each step:

- `deposit`      reads the file whole and keeps its cells as rows; nothing else is written
- `columns`      guesses what each column is (`profiles` knows the files of other software)
- `interpret`    turns cells into values (`cells` reads one cell); pure, no database
- `matching`     finds each row among the people known and in the file (`likeness` judges)
- `preview`      runs the two above and counts; what each row would change is in `changes`
- `apply`        writes it all in one transaction (`writing`, `places`, `households`)
- `report`       counts what was done; `showing` and `labels` put rows in words
- `undo`         takes back what nobody touched since, for 30 days; `retention` forgets the cells
- `jobs`         hands large files to a worker

A shared phone or e-mail is a hint, never an identity (docs/decisions/0040).
"""

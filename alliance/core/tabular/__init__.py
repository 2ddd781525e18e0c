"""Tables as people drop them (CSV, workbooks), read and written safely."""

from alliance.core.tabular.errors import Notice, TabularError
from alliance.core.tabular.table import MAX_BYTES, MAX_COLUMNS, MAX_ROWS, Row, Table, open_table
from alliance.core.tabular.writing import (
    CSV_CONTENT_TYPE,
    XLSX_CONTENT_TYPE,
    write_csv,
    write_xlsx,
)

__all__ = [
    "CSV_CONTENT_TYPE",
    "MAX_BYTES",
    "MAX_COLUMNS",
    "MAX_ROWS",
    "XLSX_CONTENT_TYPE",
    "Notice",
    "Row",
    "Table",
    "TabularError",
    "open_table",
    "write_csv",
    "write_xlsx",
]

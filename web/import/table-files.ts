/**
 * What a person may choose as a table. Also by type: phones do not show a .csv saved by another app otherwise. Old
 * workbooks too, so that they can be told what to do with them.
 */
export const TABLE_FILES =
  '.csv,.tsv,.txt,.xlsx,.xls,text/csv,text/comma-separated-values,text/tab-separated-values,text/plain,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet,application/vnd.ms-excel'

import { type TableName, tableNames } from "../tables.ts"

/** What a file of the evidence may be. */
export const fileTables = ["access_log", ...tableNames, "none"] as const
export type FileTable = "access_log" | TableName | "none"

/** A process of its own in which DuckDB, with nothing of the product, answers one statement and tells how long it took. */
import { DuckDBInstance } from "@duckdb/node-api"
import type { EngineTask } from "./bare-statement.ts"

const task = JSON.parse(process.argv[2] ?? "{}") as EngineTask
const instance = await DuckDBInstance.create(":memory:", {
  threads: String(task.threads),
  memory_limit: `${task.memoryMiB}MiB`,
  temp_directory: task.spillFolder,
  preserve_insertion_order: "false",
})
const connection = await instance.connect()
for (const view of task.views) await connection.run(view)
const startedAt = performance.now()
const rows = (await connection.runAndReadAll(task.statement)).getRowsJson()
const statementS = (performance.now() - startedAt) / 1000
process.stdout.write(JSON.stringify({ statementS, rows }))

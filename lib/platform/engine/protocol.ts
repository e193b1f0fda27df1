import type { Parameter, Row } from "../../core/engine.ts"

export interface EngineRequest {
  id: number
  sql: string
  wantsRows: boolean
  parameters?: Record<string, Parameter>
}

export type EngineReply =
  | { kind: "progress"; fraction: number | null }
  | { kind: "done"; id: number; rows: Row[] }
  | { kind: "failed"; id: number; message: string }

import type { Row } from "../../core/engine.ts"

export interface EngineRequest {
  id: number
  sql: string
  wantsRows: boolean
}

export type EngineReply =
  | { kind: "progress"; fraction: number | null }
  | { kind: "done"; id: number; rows: Row[] }
  | { kind: "failed"; id: number; message: string }

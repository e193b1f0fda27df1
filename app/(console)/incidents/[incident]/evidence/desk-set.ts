/** An evidence set as its desk needs it. */
export interface DeskSet {
  id: string
  kind: "upload" | "folder" | "drill"
  folder: string | null
  incident: number
}

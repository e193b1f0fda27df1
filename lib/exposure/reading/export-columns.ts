import type { View } from "../../core/permissions.ts"
import type { ExportList } from "./schemas.ts"

/** Who may see what a list tells. */
export const viewOf: Record<ExportList, View> = {
  people: "people.view",
  exposures: "exposures.view",
  evidence: "exposures.view",
  rejects: "exposures.view",
  coverage: "incident.view",
  minutes: "incident.view",
  moved: "people.view",
  inputs: "incident.view",
  questions: "incident.view",
}

/** The columns of each list, in the names of the evidence contract where it has them. */
export const columns: Record<ExportList, readonly string[]> = {
  people:
    "pseudonym owner_grade viewer_grade owner_grade_upper viewer_grade_upper group owner_exposures viewer_exposures viewers owners devices first_at last_at reachable".split(
      " ",
    ),
  exposures:
    "owner viewer device_id media_id recorded_at grade relation in_scope events first_at last_at event_ids".split(
      " ",
    ),
  evidence:
    "event_id at account device_id media_id action outcome viewer true_device_id relation source path line raw_sha256".split(
      " ",
    ),
  rejects: "table path line reason".split(" "),
  coverage: "source from_at rows malformed".split(" "),
  minutes: "at minutes shown tapped viewed".split(" "),
  moved:
    "pseudonym from_group to_group cause from_owner_grade to_owner_grade from_viewer_grade to_viewer_grade from_owner_grade_upper to_owner_grade_upper from_viewer_grade_upper to_viewer_grade_upper".split(
      " ",
    ),
  inputs: "table source path bytes sha256 rows".split(" "),
  questions: "code count text verdict reason answered_at answered_by".split(" "),
}

/** What a list has besides where the whole revision is revealed. */
export const namedColumns: Partial<Record<ExportList, readonly string[]>> = {
  people: "account_id email name locale country region time_zone status".split(" "),
  exposures: "owner_id owner_email owner_name viewer_id viewer_email viewer_name device_label".split(" "),
  evidence: "account_id viewer_id session_id ip user_agent request_id raw".split(" "),
  rejects: ["raw"],
  moved: "account_id email name".split(" "),
}

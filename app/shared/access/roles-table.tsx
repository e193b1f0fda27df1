import { type ExplainedThing, explainRoles } from "../../../lib/access/explain-roles.ts"
import { roles } from "../../../lib/core/permissions.ts"
import { type DataColumn, DataTable } from "../../ui/table/data-table.tsx"

/** What each role may, from the table that server and screens ask. */
export function RolesTable() {
  return (
    <DataTable
      caption="Permissions by role"
      isCaptionHidden
      columns={columns}
      rows={explainRoles()}
      getRowKey={({ thing }) => thing}
    />
  )
}

const columns: DataColumn<ExplainedThing>[] = [
  { id: "thing", header: "Of what", isRowHeader: true, render: ({ thing }) => thing },
  ...roles.map((role) => ({
    id: role,
    header: `${role[0]?.toUpperCase()}${role.slice(1)}`,
    render: ({ may }: ExplainedThing) => (may[role].length === 0 ? "–" : may[role].join(", ")),
  })),
]

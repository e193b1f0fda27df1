import { type Action, permissionOf, permissions, type Role, roles } from "../core/permissions.ts"

/** What one role may do with one kind of thing, in words: `see`, `reveal (approved by legal)`. */
export interface ExplainedThing {
  thing: string
  may: Readonly<Record<Role, readonly string[]>>
}

/** The table of permissions as people read it: for each kind of thing, what each role may; what only Tocsin does is left out. */
export function explainRoles(): ExplainedThing[] {
  const things = new Map<string, Action[]>()
  for (const action of Object.keys(permissions) as Action[]) {
    const thing = action.slice(0, action.indexOf("."))
    if (permissionOf(action).roles.some((one) => one !== "system"))
      things.set(thing, [...(things.get(thing) ?? []), action])
  }
  return [...things].map(([thing, actions]) => ({
    thing: sentence(thing),
    may: Object.fromEntries(
      roles.map((role) => [
        role,
        actions.filter((action) => permissionOf(action).roles.includes(role)).map(verbOf),
      ]),
    ) as Record<Role, string[]>,
  }))
}

function verbOf(action: Action): string {
  const verb = action.slice(action.indexOf(".") + 1)
  const words = verb === "view" ? "see" : verb.replaceAll("_", " ")
  const { approver } = permissionOf(action)
  return approver ? `${words} (approved by a second person, of ${approver})` : words
}

function sentence(thing: string): string {
  const words = thing.replaceAll("_", " ").replace(/^api\b/, "API")
  return `${words[0]?.toUpperCase()}${words.slice(1)}`
}

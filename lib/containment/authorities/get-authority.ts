import type { Authority } from "../../../prisma/generated/client.ts"
import { demand } from "../../access/rules.ts"
import type { AuthorityDescription, OpenAuthority } from "../../core/authority-settings.ts"
import type { Context } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { isUuid } from "../../core/is-uuid.ts"
import type { SessionAuthority } from "../../core/session-authority.ts"
import { openAuthoritySecret } from "./authority-secret.ts"
import { settingsSchemas } from "./schemas.ts"

/** The authority as it is kept, its secrets sealed. Throws not_found for one that was removed. */
export async function getAuthority(ctx: Context, id: string): Promise<Authority> {
  demand(ctx.actor, "containment.view")
  const found = isUuid(id) ? await ctx.db.authority.findUnique({ where: { id, removedAt: null } }) : null
  if (!found) throw new AppError("not_found", "There is no such authority any more")
  return found
}

/**
 * The authority, ready to be asked; whoever opens it closes it. Throws not_found for one that was removed, and
 * precondition where its settings or secrets cannot be read any more.
 */
export async function openKeptAuthority(
  ctx: Context,
  id: string,
  open: OpenAuthority,
): Promise<SessionAuthority> {
  return open(describe(ctx, await getAuthority(ctx, id)))
}

function describe(ctx: Context, { id, kind, name, settings, secret }: Authority): AuthorityDescription {
  try {
    const opened = secret === null ? {} : openAuthoritySecret(ctx, id, secret)
    return {
      kind,
      settings: settingsSchemas[kind].parse(settings),
      secret: opened,
    } as AuthorityDescription
  } catch (cause) {
    throw new AppError(
      "precondition",
      `What ${name} is reached with cannot be read any more; change its settings and secrets`,
      { cause },
    )
  }
}

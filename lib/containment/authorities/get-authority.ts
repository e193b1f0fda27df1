import type { Authority } from "../../../prisma/generated/client.ts"
import type { AuthorityDescription, OpenAuthority } from "../../core/authority-settings.ts"
import type { Context } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { isUuid } from "../../core/is-uuid.ts"
import { openSecret } from "../../core/sealed-secret.ts"
import type { SessionAuthority } from "../../core/session-authority.ts"
import { settingsSchemas } from "./schemas.ts"

/** What the secrets of authorities are sealed for. */
export const AUTHORITY_SECRETS = "authority secrets"

/** An authority that stands. Throws not_found where there is none. */
export async function getAuthority({ db }: Pick<Context, "db">, id: string): Promise<Authority> {
  const authority = isUuid(id) ? await db.authority.findFirst({ where: { id, removedAt: null } }) : null
  if (!authority) throw new AppError("not_found", "There is no such session authority, or it was removed")
  return authority
}

/**
 * Opens an authority for a piece of work; whoever opens it closes it. Of one that is handed lists, canaries are all that
 * can be asked. Refuses one whose settings or secrets cannot be read any more.
 */
export function openKept(
  ctx: Pick<Context, "secret">,
  open: OpenAuthority,
  { id, kind, name, settings, secret }: Authority,
): SessionAuthority {
  const description = (): AuthorityDescription => {
    const opened =
      secret === null ? {} : JSON.parse(openSecret(ctx, { purpose: AUTHORITY_SECRETS, id }, secret))
    // One kind has one shape of settings and one of secrets; TypeScript cannot follow that through a lookup.
    return { kind, settings: settingsSchemas[kind].parse(settings), secret: opened } as AuthorityDescription
  }
  try {
    return open(description())
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    throw new AppError(
      "precondition",
      `What ${name} is reached with cannot be read any more; change its settings and secrets`,
      { cause },
    )
  }
}

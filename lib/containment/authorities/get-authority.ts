import type { Authority } from "../../../prisma/generated/client.ts"
import type { AuthorityDescription, OpenAuthority } from "../../core/authority-settings.ts"
import type { Context } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { openSecret } from "../../core/sealed-secret.ts"
import type { SessionAuthority } from "../../core/session-authority.ts"

/** What the secrets of authorities are sealed for. */
export const AUTHORITY_SECRETS = "authority secrets"

/** An authority that stands. Throws not_found where there is none. */
export async function getAuthority({ db }: Pick<Context, "db">, id: string): Promise<Authority> {
  const authority = await db.authority.findFirst({ where: { id, removedAt: null } })
  if (!authority) throw new AppError("not_found", "There is no such session authority, or it was removed")
  return authority
}

/** Opens an authority for a piece of work; whoever opens it closes it. Refuses one that Tocsin hands lists to. */
export function openKept(
  ctx: Pick<Context, "secret">,
  open: OpenAuthority,
  { id, kind, name, settings, secret }: Authority,
): SessionAuthority {
  if (kind === "external")
    throw new AppError(
      "precondition",
      `${name} is somebody else's system: it is handed lists and asked nothing`,
    )
  const opened = secret && JSON.parse(openSecret(ctx, { purpose: AUTHORITY_SECRETS, id }, secret))
  return open({ kind, settings, secret: opened } as unknown as AuthorityDescription)
}

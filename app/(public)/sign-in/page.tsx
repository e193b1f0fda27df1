import type { Metadata } from "next"
import { redirect } from "next/navigation"
import { ownAddress } from "../../server/form-post.ts"
import { resources } from "../../server/resources.ts"
import { findPerson } from "../../server/session.ts"
import { failureOf } from "../../shared/access/sign-in-failures.ts"
import { one, type PageProps } from "../../shared/page-props.ts"
import { Notice } from "../../ui/blocks/notice.tsx"
import { Button } from "../../ui/controls/button.tsx"
import { Field } from "../../ui/controls/field.tsx"
import { Input } from "../../ui/controls/inputs.tsx"
import { boxClass, Door } from "../door.tsx"

export const metadata: Metadata = { title: "Sign in" }

export default async function SignInPage({ searchParams }: PageProps) {
  const query = await searchParams
  const address = ownAddress(one(query.next))
  if (await findPerson()) redirect(address)
  const failure = failureOf(query)
  const { provider } = resources().signIn
  return (
    <Door>
      <form className={boxClass} method="post" action="/api/sign-in">
        <h2>Sign in</h2>
        {failure ? <Notice tone="error">{failure}</Notice> : null}
        {one(query.accepted) === undefined ? null : (
          <Notice tone="done" title="Your password is set">
            Sign in with it.
          </Notice>
        )}
        <input type="hidden" name="next" value={address} />
        <Field label="E-mail" isRequired>
          {(ties) => (
            <Input
              {...ties}
              type="email"
              name="email"
              autoComplete="username"
              defaultValue={one(query.email) ?? ""}
            />
          )}
        </Field>
        <Field label="Password" isRequired>
          {(ties) => <Input {...ties} type="password" name="password" autoComplete="current-password" />}
        </Field>
        <Button kind="primary" type="submit">
          Sign in
        </Button>
      </form>
      {provider ? (
        <form className={boxClass} method="post" action="/api/sign-in/single">
          <input type="hidden" name="next" value={address} />
          <Button type="submit">Sign in with {provider.name}</Button>
        </form>
      ) : null}
    </Door>
  )
}

import type { Metadata } from "next"
import { redirect } from "next/navigation"
import { ownAddress } from "../../server/form-post.ts"
import { findPerson } from "../../server/session.ts"
import type { PageProps } from "../../shared/page-props.ts"
import { Notice } from "../../ui/blocks/notice.tsx"
import { Button } from "../../ui/controls/button.tsx"
import { Field } from "../../ui/controls/field.tsx"
import { Input } from "../../ui/controls/inputs.tsx"
import { ProductMark } from "../../ui/shell/product-mark.tsx"
import styles from "./sign-in.module.css"

export const metadata: Metadata = { title: "Sign in" }

const failures = {
  wrong: "This e-mail address and password do not belong together. Check both and try again.",
  unavailable:
    "The database does not answer. Try again in a moment; `scripts/tocsin doctor` says what is wrong.",
}

export default async function SignInPage({ searchParams }: PageProps) {
  const { failed, email, next } = await searchParams
  const address = ownAddress(typeof next === "string" ? next : null)
  if (await findPerson()) redirect(address)
  return (
    <main className={styles.page}>
      <h1 className={styles.name}>
        <ProductMark />
        <span>Tocsin</span>
      </h1>
      <form className={styles.form} method="post" action="/api/sign-in">
        <h2>Sign in</h2>
        {failed === "wrong" || failed === "unavailable" ? (
          <Notice tone="error">{failures[failed]}</Notice>
        ) : null}
        <input type="hidden" name="next" value={address} />
        <Field label="E-mail" isRequired>
          {(ties) => (
            <Input
              {...ties}
              type="email"
              name="email"
              autoComplete="username"
              defaultValue={typeof email === "string" ? email : ""}
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
    </main>
  )
}

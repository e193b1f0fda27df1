import { createHash } from "node:crypto"

const STYLE = `body{font:1.125rem/1.5 system-ui,sans-serif;max-width:26rem;margin:4rem auto;padding:0 1rem;color:#1b1f24;background:#fff}
label,input,button{display:block;width:100%;box-sizing:border-box;font:inherit}
label{margin-top:1rem;font-weight:600}input{padding:.5rem;border:1px solid #57606a;border-radius:4px}
button{margin-top:1.5rem;padding:.6rem;border:0;border-radius:4px;background:#0b57d0;color:#fff;cursor:pointer}
[role=alert]{border-left:4px solid #b3261e;padding:.25rem .75rem;background:#fceeee}`

/** What pages of the provider may load: their own style, and nothing else. */
export const PAGE_POLICY = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(STYLE).digest("base64")}'; base-uri 'none'; frame-ancestors 'none'`

export function loginPage(action: string, problem: string | null, sub = ""): string {
  return page(
    "Sign in",
    problem,
    `<form method="post" action="${escaped(action)}">
      <label for="sub">Account</label>
      <input id="sub" name="sub" autocomplete="username" required maxlength="255" value="${escaped(sub)}">
      <label for="password">Password</label>
      <input id="password" name="password" type="password" autocomplete="current-password" required maxlength="200">
      <button type="submit">Sign in</button>
    </form>`,
  )
}

export function newPasswordPage(action: string, problem: string | null): string {
  return page(
    "Choose a new password",
    problem,
    `<p>Your password must be changed before you go on.</p>
    <form method="post" action="${escaped(action)}">
      <label for="new">New password, 12 characters or more</label>
      <input id="new" name="newPassword" type="password" autocomplete="new-password" required minlength="12" maxlength="200">
      <label for="again">The same again</label>
      <input id="again" name="again" type="password" autocomplete="new-password" required minlength="12" maxlength="200">
      <button type="submit">Change the password</button>
    </form>`,
  )
}

export function messagePage(title: string, text: string): string {
  return page(title, null, `<p>${escaped(text)}</p>`)
}

/** The form is the provider's own. */
export function logoutPage(form: string): string {
  return page(
    "Sign out",
    null,
    `<p>Do you want to sign out?</p>
    ${form}
    <button type="submit" form="op.logoutForm" name="logout" value="yes">Sign out</button>
    <button type="submit" form="op.logoutForm">Stay signed in</button>`,
  )
}

function page(title: string, problem: string | null, content: string): string {
  const alert = problem === null ? "" : `<p role="alert">${escaped(problem)}</p>`
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${problem === null ? "" : "Error: "}${escaped(title)}</title>
    <style>${STYLE}</style>
  </head>
  <body>
    <main>
      <h1>${escaped(title)}</h1>
      ${alert}
      ${content}
    </main>
  </body>
</html>
`
}

export function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
}

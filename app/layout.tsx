import type { Metadata } from "next"
import type { ReactNode } from "react"
import "./globals.css"

export const metadata: Metadata = {
  title: { default: "Tocsin", template: "%s · Tocsin" },
  description: "Who saw whose: from an access log to groups of people.",
  robots: { index: false, follow: false },
}

/** Every page depends on who is signed in. */
export const dynamic = "force-dynamic"

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  )
}

"use client"

import { Button } from "../../../../ui/controls/button.tsx"

export function PrintButton() {
  return <Button onClick={() => window.print()}>Print the report</Button>
}

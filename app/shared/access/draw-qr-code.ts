import { encode } from "uqr"

/** A QR code as the path of an SVG of so many modules on each side. */
export interface QrDrawing {
  size: number
  path: string
}

/** Around it stays free what the standard asks for. */
export function drawQrCode(text: string): QrDrawing {
  const { data, size } = encode(text, { ecc: "M", border: 4 })
  const path = data.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : ""))).join("")
  return { size, path }
}

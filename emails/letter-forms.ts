import { render } from "@react-email/render"
import { createElement } from "react"
import type { LetterForms, LetterLocale, LetterName, LetterText } from "../lib/core/letters.ts"
import { german } from "./copy/de/letters.ts"
import { english } from "./copy/en/letters.ts"
import { Letter } from "./letter.tsx"
import { letterText } from "./letter-text.ts"

const copy: Readonly<Record<LetterLocale, Readonly<Record<LetterName, LetterText>>>> = {
  en: english,
  de: german,
}

/** The letters as Tocsin brings them. */
export const letterForms: LetterForms = {
  textOf: (letter, locale) => copy[locale][letter],
  async render(letter) {
    return {
      subject: letter.subject,
      // Rendering on a server leaves marks of its own, for a browser that takes over: none does here.
      html: (await render(createElement(Letter, { letter }))).replaceAll(/<!--.*?-->/g, ""),
      text: letterText(letter),
    }
  },
}

import fc from "fast-check"
import { expect, test } from "vitest"
import { fill, joinPieces, splitLetter } from "./fill.ts"

const letter = {
  subject: "To {{name}}",
  html: '<p title="{{name}}">{{ name }}</p><ul><li class="x">{{cameras}}</li></ul><p>{{cameras}}</p>',
  text: "{{name}}\n\n- {{cameras}}\n\n{{cameras}}\n",
}

test("values stand in the place of their marks, and lists repeat their item", () => {
  expect(fill(letter, { name: "Ines", cameras: ["Door", "Porch"] })).toEqual({
    subject: "To Ines",
    html: '<p title="Ines">Ines</p><ul><li class="x">Door</li><li class="x">Porch</li></ul><p>Door; Porch</p>',
    text: "Ines\n\n- Door\n- Porch\n\nDoor; Porch\n",
  })
})

test("spaces within the braces are nothing", () => {
  const spaced = { subject: "{{  name\n}}", html: "<li>{{ cameras }}</li>", text: "- {{ cameras }}\n" }
  expect(fill(spaced, { name: "Ines", cameras: ["a", "b"] })).toEqual({
    subject: "Ines",
    html: "<li>a</li><li>b</li>",
    text: "- a\n- b\n",
  })
})

test("a mark without a value is refused by its name", () => {
  expect(() => fill(letter, { name: "Ines" })).toThrow("the field {{cameras}} has no value")
  expect(() => fill({ ...letter, subject: "{{constructor}}" }, { name: "", cameras: [] })).toThrow(
    "{{constructor}}",
  )
})

test("whatever a value holds, it stands in the letter as it is and changes nothing beside it", () => {
  const fillLetter = splitLetter(letter)
  const value = fc.oneof(
    fc.string(),
    fc.constantFrom("{{name}}", "{{cameras}}", "$&", "$1", "</li>", '"><script>', "{{"),
  )
  fc.assert(
    fc.property(value, fc.array(value, { maxLength: 4 }), (name, cameras) => {
      const { subject, html, text } = joinPieces(fillLetter({ name, cameras }))
      expect(subject).toBe(`To ${name}`)
      const lines = cameras.map((camera) => `- ${camera}\n`).join("")
      expect(text).toBe(`${name}\n\n${lines}\n${cameras.join("; ")}\n`)
      // Nothing of a value opens or ends an element or an attribute.
      expect(html.match(/</g)?.length).toBe(6 + 2 * cameras.length)
      expect(html.match(/"/g)?.length).toBe(2 + 2 * cameras.length)
    }),
  )
})

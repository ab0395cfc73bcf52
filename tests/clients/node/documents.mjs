// The operations of operations.graphql, parsed, by their names with a small first letter.
import { readFileSync } from 'node:fs'
import { Kind, parse } from 'graphql'

const text = readFileSync(new URL('../operations.graphql', import.meta.url), 'utf8')
export const documents = Object.fromEntries(
  parse(text).definitions.map((definition) => [
    definition.name.value[0].toLowerCase() + definition.name.value.slice(1),
    { kind: Kind.DOCUMENT, definitions: [definition] },
  ]),
)
export const isMutation = (document) => document.definitions[0].operation === 'mutation'

// Compares the schema with the contract as it was released, and refuses what would break an app that people have.
//
//   node check.mjs [--released FILE] [--schema FILE] [--today YYYY-MM-DD] [--renew]
//
// Exits with 1 and the list where a change breaks the contract, with 2 where there is nothing to compare. `--renew`
// writes the schema as the released contract, if it breaks nothing. docs/api-changes.md is the policy behind it.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { ChangeType, CriticalityLevel, diff } from '@graphql-inspector/core'
import { buildSchema } from 'graphql'
import { dueIn, DAYS } from './deprecations.mjs'

const root = new URL('../../', import.meta.url)
const { values: asked } = parseArgs({
  options: {
    released: { type: 'string', default: fileURLToPath(new URL('docs/schema-released.graphql', root)) },
    schema: { type: 'string', default: fileURLToPath(new URL('schema.graphql', root)) },
    today: { type: 'string', default: new Date().toISOString().slice(0, 10) },
    renew: { type: 'boolean', default: false },
  },
})
// What the inspector calls dangerous and an old app would notice: it gets another answer to the same question.
const ALSO_BREAKING = new Set([ChangeType.FieldArgumentDefaultChanged, ChangeType.InputFieldDefaultValueChanged])
const HEADER = `# The contract as it was released: what every app that people have may rely on. CI refuses a schema.graphql that breaks
# it. It is renewed at a release, never by hand: \`node scripts/contract/check.mjs --renew\` writes it from schema.graphql,
# and only where nothing breaks. See docs/api-changes.md.
`

let released, schema
try {
  released = buildSchema(readFileSync(asked.released, 'utf8'))
  schema = buildSchema(readFileSync(asked.schema, 'utf8'))
} catch (error) {
  console.error(`There is nothing to compare: ${error.message}`)
  process.exit(2)
}

const isDue = dueIn(released, asked.today)
const changes = await diff(released, schema)
const grave = changes.filter(
  (change) => change.criticality.level === CriticalityLevel.Breaking || ALSO_BREAKING.has(change.type),
)
const breaking = grave.filter((change) => !isDue(change))
const seen = changes.filter((change) => change.criticality.level === CriticalityLevel.Dangerous && !grave.includes(change))

const tell = (verdict, told) => told.forEach(({ path, message }) => console.log(`${verdict} ${path}: ${message}`))
tell('to be told ', seen)
tell('due        ', grave.filter(isDue))
tell('breaking   ', breaking)
if (breaking.length) {
  console.log(`${breaking.length} of ${changes.length} changes break the released contract.`)
  console.log(`Deprecate with a date instead, and remove ${DAYS} days later: docs/api-changes.md.`)
  process.exit(1)
}
if (asked.renew) writeFileSync(asked.released, HEADER + '\n' + readFileSync(asked.schema, 'utf8'))
console.log(`${changes.length} changes, none of them breaks the released contract.`)

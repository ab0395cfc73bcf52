// Which removals are due: what was released as deprecated, with a date that is long enough ago.
import { getNamedType, isEnumType, isInputObjectType, isInterfaceType, isObjectType, isUnionType } from 'graphql'

export const DAYS = 183
const DAY_MS = 86_400_000
const DATED = /^Since (\d{4}-\d{2}-\d{2}): /

/** A predicate of the inspector's changes: whether the change removes only what is due. */
export function dueIn(released, today) {
  const due = new Set()
  const types = Object.values(released.getTypeMap()).filter((type) => !type.name.startsWith('__'))
  for (const [path, element] of types.flatMap(elements)) if (isOver(element.deprecationReason, today)) due.add(path)
  // A type goes with the last field that leads to it, and its own fields with it: until nothing more follows.
  for (let grown = true; grown; ) {
    grown = false
    for (const type of types.filter((each) => !due.has(each.name))) {
      if (!leadsOnly(type, types, due)) continue
      due.add(type.name)
      for (const [path] of elements(type)) due.add(path)
      grown = true
    }
  }
  return (change) => change.type.endsWith('_REMOVED') && due.has(change.path)
}

function isOver(reason, today) {
  const dated = DATED.exec(reason ?? '')
  return dated !== null && Date.parse(today) - Date.parse(dated[1]) >= DAYS * DAY_MS
}

/** Whether something leads to the type, and all that does is due. */
function leadsOnly(type, types, due) {
  if (types.some((other) => isUnionType(other) && other.getTypes().includes(type))) return false
  if ((isObjectType(type) || isInterfaceType(type)) && type.getInterfaces().length) return false
  const leading = types.flatMap(elements).filter(([, element]) => element.type && getNamedType(element.type) === type)
  return leading.length > 0 && leading.every(([path]) => due.has(path))
}

/** Path and definition of every field, argument and value of a type, as the inspector names them. */
function elements(type) {
  if (isEnumType(type)) return type.getValues().map((value) => [`${type.name}.${value.name}`, value])
  if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) return []
  return Object.values(type.getFields()).flatMap((field) => [
    [`${type.name}.${field.name}`, field],
    ...(field.args ?? []).map((argument) => [`${type.name}.${field.name}.${argument.name}`, argument]),
  ])
}

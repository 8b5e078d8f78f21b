// Whether answers are as the description says: with all the members that it requires, of their kinds, and no others.
import Ajv2020 from 'ajv/dist/2020.js'
import formats from 'ajv-formats'

/** Whoever reads an answer must pass over members that they do not know; who describes it must not. */
function closed(schema) {
  if (Array.isArray(schema)) return schema.map(closed)
  if (schema === null || typeof schema !== 'object') return schema
  const all = Object.fromEntries(Object.entries(schema).map(([name, one]) => [name, closed(one)]))
  if (all.type === 'object' && all.properties && !('additionalProperties' in all)) all.additionalProperties = false
  return all
}

export class Contract {
  #ajv = new Ajv2020({ allErrors: true, strict: false })
  #paths
  #validators = new Map()
  /** How often each operation's answer was looked at. */
  seen = new Map()

  constructor(document) {
    formats(this.#ajv)
    this.#ajv.addSchema({ $id: 'api', components: { schemas: closed(document.components.schemas) } })
    this.#paths = Object.entries(document.paths).map(([path, item]) =>
      ({ path, item, pattern: new RegExp(`^/v1${path.replace(/[.]/g, '\\.').replace(/\{\w+\}/g, '[^/]+')}$`) }))
  }

  /** What is wrong with an answer of status 200 or 202, in lines; of no operation: nothing. */
  faults(method, path, status, answer) {
    // Of two that fit, the one that says more of it itself.
    const fitting = this.#paths.filter((one) => one.pattern.test(path) && one.item[method.toLowerCase()])
    const found = fitting.sort((a, b) => a.path.split('{').length - b.path.split('{').length)[0]
    const schema = found?.item[method.toLowerCase()].responses[status]?.content?.['application/json']?.schema
    if (!found || schema?.type) return []
    const name = `${method} ${found.path}`
    if (!schema) return [`${name}: answers ${status}, which is not described`]
    this.seen.set(name, (this.seen.get(name) ?? 0) + 1)
    const validate = this.#validator(schema)
    if (validate(answer)) return []
    return validate.errors.slice(0, 4).map((one) =>
      `${name}: ${one.instancePath || 'the answer'} ${one.message} ${JSON.stringify(one.params)}`)
  }

  #validator(schema) {
    const key = JSON.stringify(schema).replaceAll('"#/', '"api#/')
    if (!this.#validators.has(key)) this.#validators.set(key, this.#ajv.compile(JSON.parse(key)))
    return this.#validators.get(key)
  }
}

// Every answer that the official client got in the other files, held against the provider's own description of its API by
// an independent validator. The description is not part of this repository.
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Ajv from 'ajv'
import addFormats from 'ajv-formats'
import { answers } from './client.mjs'
import { ROOT } from './network.mjs'

const SHARED = process.env.COURTESY_SHARED ?? join(ROOT, '../shared')
const FILE = join(SHARED, 'twilio/twilio_api_v2010.subset.json')
/** What the network says that it does not do. */
const NOT_EMULATED = []
const PREFIX = '/2010-04-01/Accounts/{AccountSid}'
const RFC_2822 = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d{2}:\d{2}:\d{2} \+0000$/

export const skip = () => existsSync(FILE) ? '' : `${FILE} is not there`

/** From OpenAPI 3.0 to JSON Schema; stricter than it: every property is there, and none besides. */
function schemaOf(node) {
  if (Array.isArray(node)) return node.map(schemaOf)
  if (node === null || typeof node !== 'object') return node
  const made = {}
  for (const [name, value] of Object.entries(node)) {
    if (['nullable', 'example', 'description', 'discriminator', 'default'].includes(name) || name.startsWith('x-')) continue
    if (name === '$ref') made.$ref = value.replace('#/components', 'twilio#/components')
    else if (name === 'properties') made.properties = Object.fromEntries(Object.entries(value).map(([key, one]) => [key, schemaOf(one)]))
    else made[name] = schemaOf(value)
  }
  if (node.nullable && made.type) made.type = [made.type, 'null']
  if (node.nullable && made.enum) made.enum = [...made.enum, null]
  if (made.properties && typeof made.properties === 'object') {
    made.additionalProperties = false
    made.required = Object.keys(made.properties)
  }
  return made
}

function validatorOf(document) {
  const ajv = new Ajv({ strict: false, allErrors: true })
  addFormats(ajv)
  ajv.addFormat('date-time-rfc-2822', RFC_2822)
  ajv.addFormat('currency', /^[A-Z]{3}$/)
  ajv.addFormat('phone-number', /^\+[1-9]\d{3,14}$/)
  ajv.addFormat('http-method', /^(GET|POST)$/)
  // Paging URIs are relative in the description's own examples.
  ajv.addFormat('uri', /^(https?:\/\/[^\s]+|\/[^\s]*)$/)
  for (const name of ['uri-map', 'phone-number-capabilities']) ajv.addFormat(name, true)
  const schemas = Object.fromEntries(Object.entries(document.components.schemas).map(([name, one]) => [name, schemaOf(one)]))
  ajv.addSchema({ $id: 'twilio', components: { schemas } })
  return ajv
}

const ERROR = { type: 'object', additionalProperties: false, required: ['code', 'message', 'more_info', 'status'],
  properties: { code: { type: 'integer', minimum: 10_000 }, message: { type: 'string', minLength: 1 }, more_info: { type: 'string', format: 'uri' },
    status: { type: 'integer', minimum: 400, maximum: 599 } } }

/** Operations of the description: {method, path, matches, check by status}. */
function operationsOf(document, ajv) {
  return Object.entries(document.paths).flatMap(([path, methods]) => {
    const pattern = new RegExp(`^${path.replace(/[.]/g, '\\.').replace(/\{\w+\}/g, '[A-Za-z0-9]+')}$`)
    return Object.entries(methods).filter(([method]) => ['get', 'post', 'delete'].includes(method)).map(([method, operation]) => ({
      method,
      name: `${method} ${path.replace(PREFIX, '')}`,
      matches: (answer) => answer.method === method && pattern.test(answer.path),
      checks: Object.fromEntries(Object.entries(operation.responses).map(([status, response]) => {
        const schema = response.content?.['application/json']?.schema
        return [status, schema ? ajv.compile(schemaOf(schema)) : (body) => body === '' || body == null]
      })),
    }))
  })
}

/** By name, how often an operation succeeded. */
const seen = new Map()

export const tests = {
  'every answer is as the description has it': async () => {
    const document = JSON.parse(readFileSync(FILE))
    const ajv = validatorOf(document)
    const isError = ajv.compile(ERROR)
    const operations = operationsOf(document, ajv)
    const faults = new Map()
    let checked = 0
    for (const answer of answers) {
      if (answer.path.startsWith('/v2/')) continue
      const operation = operations.find((one) => one.matches(answer))
      const body = typeof answer.body === 'string' && answer.body.startsWith('{') ? JSON.parse(answer.body) : answer.body
      const good = answer.status < 400
      if (!operation && good) faults.set(`${answer.method} ${answer.path}`, 'is not described')
      const check = good ? operation?.checks[answer.status] : isError
      if (!check) faults.set(`${operation?.name}`, `answers ${answer.status}, which is not described`)
      else if (!check(body)) {
        for (const { instancePath, message, params } of check.errors ?? [{ message: `has a body: ${body}` }]) {
          const where = (instancePath ?? '').replace(/\/\d+/g, '/*')
          faults.set(`${operation?.name ?? answer.path} ${answer.status} ${where} ${message} ${params?.additionalProperty ?? params?.missingProperty ?? ''}`, '')
        }
      } else ++checked
      if (good && operation) seen.set(operation.name, (seen.get(operation.name) ?? 0) + 1)
    }
    assert.deepEqual([...faults].map((fault) => fault.join(' ')), [])
    assert.ok(checked > 0, 'no file before this one made a request: name others besides')
    return `${checked} answers`
  },
  'every operation of the description was tried, but for those that are not emulated': async () => {
    const document = JSON.parse(readFileSync(FILE))
    const all = operationsOf(document, validatorOf(document)).map((one) => one.name)
    assert.deepEqual(all.filter((name) => !seen.has(name)), NOT_EMULATED)
    return `${seen.size} of ${all.length}`
  },
}

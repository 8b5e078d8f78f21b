// The API's answers as types of the page: src/contract.ts, made from src/api/answers by openapi-typescript, as anybody
// makes them from the server's own description (docs/guides/developer.md).
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import openapi_ts, { astToString } from 'openapi-typescript'

const ANSWERS = new URL('../src/api/answers/', import.meta.url)
const schemas = Object.assign({}, ...readdirSync(ANSWERS).sort().map((name) => JSON.parse(readFileSync(new URL(name, ANSWERS), 'utf8'))))
const description = { openapi: '3.1.0', info: { title: 'Courtesy', version: '1' }, paths: {}, components: { schemas } }

const types = await openapi_ts(description, { rootTypes: true, rootTypesNoSchemaPrefix: true, alphabetize: false })
writeFileSync(new URL('src/contract.ts', import.meta.url), `// Made by types.mjs: change src/api/answers instead.\n${astToString(types)}`)

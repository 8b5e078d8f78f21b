// North American area codes and the US states that their numbers lie in.

const NAMES = `Alabama AL Alaska AK Arizona AZ Arkansas AR California CA Colorado CO Connecticut CT Delaware DE
  Washington_D.C. DC Florida FL Georgia GA Hawaii HI Idaho ID Illinois IL Indiana IN Iowa IA Kansas KS Kentucky KY
  Louisiana LA Maine ME Maryland MD Massachusetts MA Michigan MI Minnesota MN Mississippi MS Missouri MO Montana MT
  Nebraska NE Nevada NV New_Hampshire NH New_Jersey NJ New_Mexico NM New_York NY North_Carolina NC North_Dakota ND
  Ohio OH Oklahoma OK Oregon OR Pennsylvania PA Rhode_Island RI South_Carolina SC South_Dakota SD Tennessee TN Texas TX
  Utah UT Vermont VT Virginia VA Washington_State WA West_Virginia WV Wisconsin WI Wyoming WY`.split(/\s+/);
const STATES = new Map();
for (let i = 0; i < NAMES.length; i += 2) STATES.set(NAMES[i].replaceAll('_', ' '), NAMES[i + 1]);
const CODES = new Set(STATES.values());

/** `Houston, TX` and `Texas` are TX; what is not in the United States is undefined. */
function state_of(place) {
  const code = STATES.get(place) ?? place.match(/, ([A-Z]{2})$/)?.[1];
  return CODES.has(code) ? code : undefined;
}

/** `area code; states`, from places by the first digits of a number without its 1; all states under the whole area code. */
export function state_lines(places) {
  const states = new Map();
  for (const [prefix, place] of Object.entries(places)) {
    const state = state_of(place);
    if (!state || prefix.length < 3) continue;
    const area = prefix.slice(0, 3);
    states.set(area, (states.get(area) ?? new Set()).add(state));
  }
  return [...states].map(([area, set]) => `${area}\t${[...set].sort().join('&')}`).sort();
}

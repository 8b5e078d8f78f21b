// Numbering plans as lines; src/base/phone/tables.cpp reads them and says what each field is.
//
// Places in libphonenumber-js's arrays: METADATA.md of that project (version 4 of its format).

/** The kinds of number in the order of the arrays. */
export const KINDS = ['fixed', 'mobile', 'toll_free', 'premium', 'personal', 'voicemail', 'uan', 'pager', 'voip',
  'shared_cost'];

/** All numbering plans, a calling code's main region first: [region, plan]; `001` for those of no country. */
export function plans(metadata) {
  if (metadata.version !== 4) throw new Error(`phone metadata: format ${metadata.version}, 4 was expected`);
  const geographic = Object.values(metadata.country_calling_codes)
    .flatMap((regions) => regions.map((region) => [region, metadata.countries[region]]));
  return [...geographic, ...Object.values(metadata.nonGeographic).map((plan) => ['001', plan])];
}

/** A plan by words. A mobile pattern of "" says: the same as fixed. */
export function plan_fields(plan) {
  const [code, idd, general, lengths, formats, national_prefix, format_rule, parsing_prefix, transform, , leading,
    kinds] = plan;
  return {
    code, idd: idd || '', general, lengths,
    parsing_prefix: parsing_prefix || national_prefix || '', transform: transform || '', leading: leading || '',
    same_mobile: kinds?.[1]?.[0] === '',
    kinds: KINDS.flatMap((kind, place) => {
      const [pattern, kind_lengths] = kinds?.[place] || [];
      return pattern ? [{ kind, pattern, lengths: kind_lengths || [] }] : [];
    }),
    formats: (formats || []).map(([pattern, national, leading_digits, rule, , international]) => ({
      // Each further leading-digits pattern is more exact; formatting a whole number wants the last alone.
      pattern, national, leading: leading_digits?.at(-1) || '', rule: rule || format_rule || '',
      international: international || national,
    })),
  };
}

export function phone_lines(metadata) {
  return plans(metadata).flatMap(([region, plan]) => {
    const p = plan_fields(plan);
    return [
      ['R', region, p.code, p.idd, p.parsing_prefix, p.transform, p.leading, p.lengths.join(','), p.general],
      ...(p.same_mobile ? [['M']] : []),
      ...p.kinds.map((k) => ['K', k.kind, k.lengths.join(','), k.pattern]),
      ...p.formats.map((f) => ['F', f.pattern, f.leading, f.national, f.rule, f.international]),
    ].map((fields) => fields.join('\t'));
  });
}

/**
 * `region; emergency numbers; all short numbers`, the numbers as patterns: fields 27 and 29 of upstream's PhoneMetadata
 * (phonemetadata.proto).
 */
export function short_number_lines(metadata) {
  return Object.entries(metadata.countryToMetadata)
    .filter(([region]) => /^[A-Z]{2}$/.test(region))
    .map(([region, plan]) => [region, plan[27]?.[2] ?? '', plan[29]?.[2] ?? ''].join('\t')).sort();
}

#include "node/number_facts.h"

#include "base/phone/profile.h"

namespace courtesy {
namespace {

bool may_be_contacted(const PhoneProfile& number) {
  if (number.emergency_or_short || number.validity == Validity::invalid) return false;
  switch (number.kind) {
    case PhoneKind::premium:
    case PhoneKind::shared_cost:
    case PhoneKind::pager: return false;
    default: return true;
  }
}

}  // namespace

NumberFacts number_facts(const PhoneNumber& number) {
  PhoneProfile known = profile(number);
  const NumberKind kind = may_be_contacted(known) ? NumberKind::ordinary : NumberKind::refused;
  return {.country = std::move(known.region), .kind = kind, .zones = std::move(known.zones)};
}

}  // namespace courtesy

#include "node/number_facts.h"

#include "base/phone/engine.h"

namespace courtesy {
namespace {

bool may_be_contacted(const PhoneNumber& number) {
  if (is_emergency_or_short(number) || validity(number) == Validity::invalid) return false;
  switch (kind(number)) {
    case PhoneKind::premium:
    case PhoneKind::shared_cost:
    case PhoneKind::pager: return false;
    default: return true;
  }
}

}  // namespace

NumberFacts number_facts(const PhoneNumber& number) {
  return {.country = region(number),
          .kind = may_be_contacted(number) ? NumberKind::ordinary : NumberKind::refused,
          .zones = zones(number)};
}

}  // namespace courtesy

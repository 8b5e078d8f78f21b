#include "simulation/touched.h"

namespace courtesy::simulation {

void Touched::stopped(std::int64_t account, bool is, Instant now) {
  if (is) {
    stops_.emplace(account, now);
    return;
  }
  const auto found = stops_.find(account);
  if (found == stops_.end()) return;
  spans_.push_back({account, "stop", found->second, now});
  stops_.erase(found);
}

void Touched::down(std::string_view what, Instant now) { down_.emplace(what, now); }

void Touched::goes_on(std::string_view what, Instant now) {
  const auto found = down_.find(what);
  if (found == down_.end()) return;
  house(what, found->second, now);
  down_.erase(found);
}

std::string_view Touched::by(std::int64_t account, Instant from, Instant until) const {
  const auto concerns = [&](std::int64_t whom) { return whom == 0 || whom == account; };
  for (const auto& [whom, since] : stops_) {
    if (concerns(whom) && since <= until) return "stop";
  }
  for (const auto& [what, since] : down_) {
    if (since <= until) return what;
  }
  for (const Span& span : spans_) {
    if (concerns(span.account) && span.from <= until && from <= span.until) return span.what;
  }
  return {};
}

}  // namespace courtesy::simulation

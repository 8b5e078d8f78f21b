#include "appointment/start.h"

namespace courtesy {

Result<Start> start_at(LocalTime local, std::string_view zone) {
  const Zone found = TRY(Zone::find(zone));
  const Resolved resolved = found.resolve(local);
  return Start{.local = local,
               .zone = std::string(zone),
               .instant = resolved.instant,
               .authority = Authority::local,
               .flag = resolved.flag};
}

Result<Start> start_at(Instant instant, std::string_view zone) {
  const Zone found = TRY(Zone::find(zone));
  return Start{.local = found.to_local(instant),
               .zone = std::string(zone),
               .instant = instant,
               .authority = Authority::instant,
               .flag = TimeFlag::exact};
}

bool same_time(const Start& a, const Start& b) { return a.local == b.local && a.instant == b.instant; }

Result<Start> derived_again(const Start& start) {
  return start.authority == Authority::local ? start_at(start.local, start.zone) : start_at(start.instant, start.zone);
}

}  // namespace courtesy

#include "base/zone.h"

#include <cctz/civil_time.h>
#include <cctz/time_zone.h>
#include <fmt/format.h>

namespace courtesy {

struct Zone::Body {
  std::string name;
  cctz::time_zone zone;
};

namespace {

LocalTime from_civil(const cctz::civil_second& civil) {
  return LocalTime{seconds{civil - cctz::civil_second(1970, 1, 1)}};
}

cctz::civil_second to_civil(LocalTime local) {
  return cctz::civil_second(1970, 1, 1) + local.time_since_epoch().count();
}

cctz::time_point<cctz::seconds> to_point(Instant instant) {
  return cctz::time_point<cctz::seconds>(
      cctz::seconds(std::chrono::floor<seconds>(instant).time_since_epoch().count()));
}

Instant from_point(cctz::time_point<cctz::seconds> point) { return Instant{seconds{point.time_since_epoch().count()}}; }

}  // namespace

std::string_view to_string(TimeFlag flag) {
  switch (flag) {
    case TimeFlag::exact: return "exact";
    case TimeFlag::gap: return "gap";
    case TimeFlag::overlap: return "overlap";
  }
  return "exact";
}

Result<Zone> Zone::find(std::string_view iana_name) {
  // cctz also reads paths and, for some spellings, fixed offsets: neither is a zone name.
  const std::string name(iana_name);
  const bool plausible = !name.empty() && name.front() != '/' && name.front() != '.' && name.front() != ':' &&
                         name.rfind("Fixed/", 0) != 0 && name.find("..") == std::string::npos && name.size() < 64;
  auto body = std::make_shared<Body>();
  if (!plausible || !cctz::load_time_zone(name, &body->zone)) {
    return invalid("unknown time zone: use a name like America/New_York");
  }
  body->name = name;
  return Zone(std::move(body));
}

Zone Zone::utc() {
  auto body = std::make_shared<Body>();
  body->zone = cctz::utc_time_zone();
  body->name = "UTC";
  return Zone(std::move(body));
}

const std::string& Zone::name() const { return body_->name; }

LocalTime Zone::to_local(Instant instant) const { return from_civil(body_->zone.lookup(to_point(instant)).cs); }

seconds Zone::offset(Instant instant) const { return seconds{body_->zone.lookup(to_point(instant)).offset}; }

Resolved Zone::resolve(LocalTime local) const {
  const auto found = body_->zone.lookup(to_civil(local));
  switch (found.kind) {
    case cctz::time_zone::civil_lookup::UNIQUE: return {from_point(found.pre), TimeFlag::exact};
    case cctz::time_zone::civil_lookup::SKIPPED: return {from_point(found.pre), TimeFlag::gap};
    case cctz::time_zone::civil_lookup::REPEATED: return {from_point(found.pre), TimeFlag::overlap};
  }
  return {from_point(found.pre), TimeFlag::exact};
}

std::optional<Instant> Zone::next_transition(Instant instant) const {
  cctz::time_zone::civil_transition transition;
  if (!body_->zone.next_transition(to_point(instant), &transition)) return std::nullopt;
  return from_point(body_->zone.lookup(transition.to).trans);
}

std::optional<Instant> Zone::last_transition(Instant instant) const {
  cctz::time_zone::civil_transition transition;
  // cctz looks strictly before the point it is given.
  if (!body_->zone.prev_transition(to_point(instant) + cctz::seconds(1), &transition)) return std::nullopt;
  return from_point(body_->zone.lookup(transition.to).trans);
}

std::string Zone::to_text(Instant instant) const {
  const seconds east = offset(instant);
  const auto magnitude = std::chrono::abs(east);
  const LocalTime local = to_local(instant);
  std::string text = courtesy::to_string(local);
  if (text.size() == 16) text += ":00";
  return fmt::format("{}{}{:02}:{:02}", text, east < seconds{0} ? '-' : '+', magnitude.count() / 3600,
                     magnitude.count() / 60 % 60);
}

}  // namespace courtesy

#include "store/feed_heirs.h"

#include <algorithm>
#include <map>

#include "appointment/start.h"
#include "store/answers.h"
#include "store/booking.h"
#include "store/unit.h"

namespace courtesy {
namespace {

/// The names of all feeds that have visits; the scan is for the rare account that has removed a feed.
Result<std::vector<std::string>> feed_sources(Unit& unit) {
  std::vector<std::string> sources;
  for (const auto& row : TRY(unit.db().run(
           "SELECT DISTINCT source FROM appointment WHERE account = $1 AND source LIKE 'feed %'", {unit.account()}))) {
    if (feed_of(row[0].text())) sources.push_back(row[0].text());
  }
  std::ranges::sort(sources);
  return sources;
}

Result<std::vector<Appointment>> ahead_of(Unit& unit, const std::string& source) {
  return unit.appointments().of_source(source, unit.now(), Instant::max());
}

/// What a client said of the one is said of the other, where it is the same visit.
Result<void> hand_over(Unit& unit, const Appointment& from, const Appointment& to) {
  const bool same = from.client == to.client && same_time(from.start, to.start);
  if (same && from.answer != Answer::none && to.answer == Answer::none) TRY(set_answer(unit, to.id, from.answer));
  TRY(cancel_bookings(unit, {&from, 1}));
  return {};
}

}  // namespace

Result<std::vector<std::string>> sources_left_behind(Unit& unit) {
  const Rows removed = TRY(
      unit.db().run("SELECT feed FROM feed WHERE account = $1 AND removed_at IS NOT NULL LIMIT 1", {unit.account()}));
  std::vector<std::string> left;
  if (removed.empty()) return left;
  for (const auto& source : TRY(feed_sources(unit))) {
    if (!TRY(unit.feeds().is_read(*feed_of(source)))) left.push_back(source);
  }
  return left;
}

Result<std::optional<Appointment>> take_over(Unit& unit, const std::vector<std::string>& left_behind,
                                             const intake::Booked& booked, const std::string& source) {
  for (const auto& left : left_behind) {
    auto known = TRY(unit.appointments().find(left, booked.uid, booked.recurrence));
    if (!known || left == source) continue;
    TRY(unit.appointments().set_source(known->id, source));
    known->source = source;
    return known;
  }
  return std::optional<Appointment>{};
}

Result<void> leave_to_others(Unit& unit, FeedId removed) {
  std::map<std::pair<std::string, std::string>, Appointment> others;
  std::vector<std::string> own;
  for (const auto& source : TRY(feed_sources(unit))) {
    if (feed_of(source) == removed) own.push_back(source);
    if (!TRY(unit.feeds().is_read(*feed_of(source)))) continue;
    for (auto& one : TRY(ahead_of(unit, source))) others.try_emplace({one.uid, one.recurrence}, std::move(one));
  }
  for (const auto& source : own) {
    for (const auto& one : TRY(ahead_of(unit, source))) {
      const auto heir = others.find({one.uid, one.recurrence});
      if (heir != others.end()) TRY(hand_over(unit, one, heir->second));
    }
  }
  return {};
}

}  // namespace courtesy

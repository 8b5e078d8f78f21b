#include <algorithm>
#include <array>
#include <boost/json.hpp>

#include "api/closed_days.h"
#include "api/pages.h"
#include "api/seen.h"
#include "store/accounts.h"
#include "store/unit.h"

namespace courtesy::api {
namespace {

/// The day asked for and the two after it: what a receptionist can still ring for.
constexpr std::chrono::days by_hand_days{3};

constexpr std::array<AppointmentState, 8> states{AppointmentState::scheduled,
                                                 AppointmentState::confirmed,
                                                 AppointmentState::showed,
                                                 AppointmentState::notified,
                                                 AppointmentState::requested_contact,
                                                 AppointmentState::not_notified,
                                                 AppointmentState::cancelled,
                                                 AppointmentState::no_show};

Instant begin_of(const Zone& zone, LocalDate date) { return zone.resolve(LocalTime(date)).instant; }

boost::json::object row_json(const Seen& seen, const StateWords& words, std::string_view country) {
  boost::json::object row = common_json(seen, words, country);
  const ReminderRow* next = next_reminder(seen);
  row["next"] = nullptr;
  if (next != nullptr) {
    row["next"] = boost::json::object{{"at", to_string(next_at(*next))}, {"channel", to_string(next->key.channel)}};
  }
  return row;
}

boost::json::object by_hand_json(const Seen& seen, const ByHand& by_hand, std::string_view country) {
  boost::json::object one = common_json(seen, {by_hand.text, by_hand.since}, country);
  one["appointment"] = one["id"];
  one.erase("id");
  one.erase("flag");
  one["why"] = by_hand.why;
  return one;
}

}  // namespace

Result<boost::json::object> day(Unit& unit, std::optional<LocalDate> asked) {
  const Account account = TRY(unit.accounts().get());
  const Zone zone = TRY(Zone::find(account.zone));
  const LocalDate today = std::chrono::floor<std::chrono::days>(zone.to_local(unit.now()));
  const LocalDate date = asked.value_or(today);
  const Instant ends = begin_of(zone, date + std::chrono::days{1});

  boost::json::object counts;
  for (const auto state : states) counts[to_string(state)] = 0;
  boost::json::array rows;
  boost::json::array hand;
  for (const Seen& seen : TRY(see_all(unit, begin_of(zone, date), begin_of(zone, date + by_hand_days)))) {
    const StateWords words = state_words(seen);
    if (seen.appointment.start.instant < ends) {
      auto& count = counts[to_string(seen.appointment.state())];
      count = count.as_int64() + 1;
      rows.push_back(row_json(seen, words, account.country));
    }
    if (const auto why = TRY(by_hand(unit, seen, words))) hand.push_back(by_hand_json(seen, *why, account.country));
  }
  return boost::json::object{{"date", to_string(date)},        {"today", to_string(today)},
                             {"zone", account.zone},           {"closed", TRY(closed_on(unit, date))},
                             {"counts", std::move(counts)},    {"appointments", std::move(rows)},
                             {"ring_by_hand", std::move(hand)}};
}

}  // namespace courtesy::api

// An appointment with all that a page says of it.
#pragma once

#include <boost/json/fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/row.h"
#include "ledger/standing.h"
#include "store/appointments.h"
#include "store/attempts.h"
#include "store/clients.h"
#include "store/queue.h"

namespace courtesy::api {

struct Seen {
  Appointment appointment;
  Client client;
  std::vector<ReminderRow> reminders;  ///< of its present start
  std::vector<Attempt> attempts;       ///< of its present start, in order
  std::vector<LedgerRow> said;         ///< by its client, staff or source, in order
  Language language = Language::en;    ///< that it is told in
};
Result<Seen> see(Unit& unit, Appointment appointment);
/// All that start in [from, to), in order of start; with as many questions as one has.
Result<std::vector<Seen>> see_all(Unit& unit, Instant from, Instant to);

/// Why it is in its state: a sentence, which may be empty, and since when.
struct StateWords {
  std::string text;
  std::optional<Instant> since{};
};
StateWords state_words(const Seen& seen);

/// Whom staff must ring: not reminded, not to be reached, asked for it, or wrote what no machine should judge. None for
/// an appointment that has begun or is cancelled; else none where it is confirmed or its reminders are still to come.
struct ByHand {
  std::string_view why;  ///< `not_reminded`, `unreachable`, `call_back`, `replied`, `held`, `fate_unknown`
  std::string text;
  std::optional<Instant> since{};
};
Result<std::optional<ByHand>> by_hand(Unit& unit, const Seen& seen, const StateWords& words);

/// What will happen to each of its reminders, in their order of time.
struct Coming {
  const ReminderRow* reminder;
  NextWords words;
};
Result<std::vector<Coming>> what_comes(Unit& unit, const Seen& seen);

/// When a waiting reminder is looked at: its send time, or what it was deferred to.
Instant next_at(const ReminderRow& reminder);
/// The earliest waiting one that can reach the client, if any.
const ReminderRow* next_reminder(const Seen& seen);

/// `id`, `at`, `local`, `flag`, `name`, `summary`, `number`, `number_text`, `state`, `text`, `since`.
boost::json::object common_json(const Seen& seen, const StateWords& words, std::string_view country);
/// `(212) 555-0123` at home, `+44 20 ...` elsewhere.
std::string number_text(const std::string& number, std::string_view country);
boost::json::value instant_json(const std::optional<Instant>& instant);

}  // namespace courtesy::api

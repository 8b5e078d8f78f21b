// What a source says becomes appointments and reminders. Saying it again changes nothing; saving never sends.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "intake/import.h"
#include "schedule/plan.h"
#include "store/appointments.h"

namespace courtesy {

class Unit;
struct Calendared;

/// Units of an import are at most this many rows, so that nobody waits behind them.
inline constexpr std::size_t import_batch = 256;

struct ImportSource {
  std::string name;      ///< file name or feed address: what a later import of the same is compared with
  std::string attested;  ///< consent: who, when, how, in the account's words; empty: nobody is contacted
  Audience audience = Audience::everybody;  ///< whom what it says may reach
  Past past = Past::may_be_late;            ///< left_out for an account's first import of this source
};

struct ImportCounts {
  int added = 0;
  int changed = 0;
  int cancelled = 0;
  int unchanged = 0;
  int reminders = 0;  ///< that now wait and did not before

  ImportCounts& operator+=(const ImportCounts& other);
};

/// True when this account has taken in this source before.
Result<bool> known_source(Unit& unit, const std::string& name);

/// Whoever may reach guests alone changes what such a one has brought, and nothing else.
bool may_touch(const ImportSource& source, const Appointment& known);
/// The line of the first booking that is of a visit which this source may not touch.
Result<std::optional<int>> find_untouchable(Unit& unit, const ImportSource& source,
                                            std::span<const intake::Booked> bookings);

/// At most `import_batch` bookings. Errors: `conflict` for one that the source may not touch.
Result<ImportCounts> take_bookings(Unit& unit, const ImportSource& source, std::span<const intake::Booked> bookings);

/// What the source has no more, or says is cancelled.
Result<ImportCounts> cancel_bookings(Unit& unit, std::span<const Appointment> gone);

/// The import itself on record; `result` is its JSON. Returns its id.
Result<ImportId> record_import(Unit& unit, const ImportSource& source, const std::string& result);

/// Plans the reminders of one appointment for its present start, and withdraws those of other starts.
Result<int> plan_reminders(Unit& unit, const Appointment& appointment, Past past);

/// The same for a client who has another zone, or, with `other_recipient`, another number or address: what was told at
/// the old one counts no more, and a call there that nobody has answered yet is called off. Returns how many reminders
/// wait that did not.
Result<int> plan_for_changed_client(Unit& unit, const Appointment& appointment, bool other_recipient,
                                    Past past = Past::may_be_late);

struct AddedRule {
  RuleId id;
  int reminders = 0;  ///< that now wait by it
};
/// A new rule, and its reminders for all booked appointments ahead; nothing already due.
Result<AddedRule> add_rule(Unit& unit, const Rule& rule);
/// How many would wait by it; nothing is written.
Result<int> would_plan(Unit& unit, const Rule& rule);
/// A rule that was retired, again, with what it had planned and is not due yet; what was sent by it is not sent again.
/// Returns how many now wait. Errors: `not_found`; `conflict` when it is not retired.
Result<int> restore_rule(Unit& unit, RuleId rule);

/// After the calendar of closed days has changed, whose state was `before`: what is planned otherwise by it now goes by
/// the new plan. That is what waits or is held, and what was left out since its time did not fit. What was sent, or
/// decided by a person, stays; so does the time of what would be over by the new calendar: a day that is closed on
/// short notice takes no reminder away. Returns how many moved.
Result<int> plan_by_changed_calendar(Unit& unit, const Calendared& before);
/// The code of such a plan in the ledger.
inline constexpr std::string_view closed_days_changed = "closed_days";

}  // namespace courtesy

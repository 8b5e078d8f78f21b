#include "api/appointment_says.h"

#include <boost/json.hpp>

#include "api/heard_json.h"
#include "api/maybe.h"
#include "api/seen.h"
#include "store/accounts.h"
#include "store/preview.h"
#include "store/unit.h"
#include "store/wording.h"

namespace courtesy::api {
namespace {

bool may_come(const Seen& seen, const ReminderRow& reminder) {
  const bool open = reminder.state == ReminderState::waiting || reminder.state == ReminderState::held;
  return open && !seen.client.recipient(reminder.key.channel).empty();
}

Result<boost::json::array> heard(Unit& unit, const ReminderKey& key, const flow::Library& flows) {
  if (key.channel != Channel::call) return boost::json::array{};
  return heard_json(TRY(preview_call(unit, key, flows)));
}

}  // namespace

Result<boost::json::object> appointment_says(Unit& unit, AppointmentId id, const flow::Library& flows) {
  const Seen seen = TRY(see(unit, TRY(unit.appointments().get(id))));
  const std::string language = language_of(TRY(unit.accounts().get()), seen.client);
  boost::json::array reminders;
  for (const ReminderRow& reminder : seen.reminders) {
    if (!may_come(seen, reminder)) continue;
    const auto says = preview(unit, reminder.key, flows);
    auto pieces = heard(unit, reminder.key, flows);
    reminders.push_back({{"rule", reminder.key.rule.value()},
                         {"channel", to_string(reminder.key.channel)},
                         {"language", language},
                         {"says", says ? boost::json::value(*says) : boost::json::value(nullptr)},
                         {"why", maybe(says ? "" : says.error().message)},
                         {"pieces", pieces ? std::move(*pieces) : boost::json::array{}}});
  }
  return boost::json::object{{"reminders", std::move(reminders)}};
}

}  // namespace courtesy::api

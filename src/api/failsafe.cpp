#include "api/failsafe.h"

#include <fmt/format.h>

#include <array>
#include <boost/json.hpp>

#include "api/answer.h"
#include "api/maybe.h"
#include "api/retold.h"
#include "api/session.h"
#include "base/whole_number.h"
#include "store/held.h"
#include "store/preview.h"
#include "store/tally.h"
#include "store/trips.h"
#include "store/unit.h"

namespace courtesy::api {
namespace {

constexpr int shown_trips = 50;
constexpr int shown_held = 200;
constexpr int decided_at_once = 5'000;

boost::json::value decision_json(const TripRow& trip) {
  if (!trip.decided_at) return nullptr;
  return boost::json::object{{"at", to_string(*trip.decided_at)}, {"who", trip.decided_who}, {"why", trip.decided_why}};
}

boost::json::object trip_json(const TripRow& trip, Language language) {
  return {{"id", trip.trip},
          {"at", to_string(trip.at)},
          {"rule", to_string(trip.what.rule)},
          {"severity", to_string(severity_of(trip.what.rule))},
          {"value", trip.what.value},
          {"limit", trip.what.limit},
          {"about", trip.what.about},
          {"text", in_words(trip.what, language)},
          {"decided", decision_json(trip)}};
}

/// What cannot be filled in says why; it would not go out either.
std::string says(Unit& unit, const HeldReminder& held, const flow::Library* flows) {
  if (flows == nullptr) return {};
  const auto words = preview(unit, held.key, *flows);
  return words ? *words : retold(words.error().message, unit.language());
}

boost::json::object held_json(const HeldReminder& held, const std::string& words, Language language) {
  return {{"appointment", held.key.appointment.value()},
          {"rule", held.key.rule.value()},
          {"channel", to_string(held.key.channel)},
          {"start", held.key.start},
          {"name", held.name},
          {"recipient", held.recipient},
          {"content", held.content},
          {"says", words},
          {"reason", to_string(held.reason)},
          {"text", explain(held.reason, language)},
          {"held_at", to_string(held.held_at)},
          {"at", to_string(held.send_at)},
          {"starts_at", to_string(held.starts_at)},
          {"useful_until", to_string(held.useful_until)}};
}

std::string place_text(const HeldReminder& one) {
  return fmt::format("{}.{}.{}.{}.{}", to_millis(one.useful_until), one.key.appointment.value(), one.key.rule.value(),
                     to_string(one.key.channel), one.key.start);
}

Result<ReminderKey> read_key(const boost::json::value& value) {
  const auto* object = value.if_object();
  if (object == nullptr) return invalid("`reminders` must be a list of objects");
  const auto* appointment = object->if_contains("appointment");
  const auto* rule = object->if_contains("rule");
  if (appointment == nullptr || rule == nullptr || !appointment->is_int64() || !rule->is_int64())
    return invalid("a reminder is named by `appointment`, `rule`, `channel` and `start`");
  const auto channel = parse_channel(TRY(text_of(*object, "channel", 10)));
  if (!channel) return invalid("`channel` must be call, text or email");
  return ReminderKey{AppointmentId(appointment->as_int64()), RuleId(rule->as_int64()), *channel,
                     TRY(text_of(*object, "start", 80))};
}

Result<std::vector<ReminderKey>> all_held(Unit& unit, const boost::json::object& body) {
  const auto* count = body.if_contains("count");
  if (count == nullptr || !count->is_int64()) return invalid("`count` says how many are held");
  const std::int64_t are = TRY(unit.held().count());
  if (are != count->as_int64())
    return Error{ErrorCode::conflict,
                 fmt::format("{}{}, not {}. Look at the list again.", count_differs, are, count->as_int64())};
  std::vector<ReminderKey> keys;
  for (const auto& one : TRY(unit.held().list(decided_at_once))) keys.push_back(one.key);
  return keys;
}

Result<std::vector<ReminderKey>> chosen(Unit& unit, const boost::json::object& body) {
  if (const auto* all = body.if_contains("all"); all != nullptr && all->is_bool() && all->as_bool())
    return all_held(unit, body);
  const auto* reminders = body.if_contains("reminders");
  if (reminders == nullptr || !reminders->is_array()) return invalid("Say which: `reminders`, or `all` with `count`.");
  std::vector<ReminderKey> keys;
  for (const auto& one : reminders->as_array()) keys.push_back(TRY(read_key(one)));
  return keys;
}

}  // namespace

Result<boost::json::object> failsafe(Unit& unit) {
  const VolumeFacts volume = TRY(unit.tally().facts());
  const Highs highs = TRY(unit.tally().highs());
  boost::json::array trips;
  for (const auto& trip : TRY(unit.trips().list(shown_trips))) trips.push_back(trip_json(trip, unit.language()));
  return boost::json::object{
      {"sent",
       {{"hour", volume.sent.hour},
        {"day", volume.sent.day},
        {"recipients_hour", volume.sent.recipients_hour},
        {"recipients_day", volume.sent.recipients_day},
        {"spent_day", volume.sent.spent_day}}},
      {"limits",
       {{"soft_hour", volume.limits.soft_hour},
        {"soft_day", volume.limits.soft_day},
        {"hard_hour", volume.limits.hard_hour},
        {"hard_day", volume.limits.hard_day},
        {"spend_day", volume.limits.spend_day},
        {"recipients_day", maybe_number(volume.limits.recipients_day)}}},
      {"highest", {{"known", highs.known}, {"hour", highs.hour}, {"day", highs.day}, {"spend_day", highs.spend_day}}},
      {"probation", maybe(volume.probation)},
      {"trips", std::move(trips)}};
}

Result<std::optional<HeldPlace>> parse_held_place(std::string_view text) {
  if (text.empty()) return std::optional<HeldPlace>{};
  std::array<std::string_view, 4> parts;
  for (std::string_view& part : parts) {
    const std::size_t dot = std::min(text.find('.'), text.size());
    part = text.substr(0, dot);
    text.remove_prefix(std::min(dot + 1, text.size()));
  }
  const auto until = whole_number<std::int64_t>(parts[0]);
  const auto appointment = whole_number<std::int64_t>(parts[1]);
  const auto rule = whole_number<std::int64_t>(parts[2]);
  const auto channel = parse_channel(parts[3]);
  if (!until || !appointment || !rule || !channel || text.size() > 80)
    return invalid("`after` is none that an answer has given");
  return std::optional(
      HeldPlace{from_millis(*until), {AppointmentId(*appointment), RuleId(*rule), *channel, std::string(text)}});
}

Result<boost::json::object> held(Unit& unit, int limit, const std::optional<HeldPlace>& after,
                                 const flow::Library* flows) {
  auto list = TRY(unit.held().list(limit + 1, after));
  const bool more = static_cast<int>(list.size()) > limit;
  if (more) list.pop_back();
  boost::json::array reminders;
  for (const auto& one : list) reminders.push_back(held_json(one, says(unit, one, flows), unit.language()));
  return boost::json::object{{"count", TRY(unit.held().count())},
                             {"reminders", std::move(reminders)},
                             {"next", more ? boost::json::value(place_text(list.back())) : nullptr}};
}

Result<boost::json::object> decide_held(Unit& unit, HeldVerb verb, const boost::json::object& body,
                                        const flow::Library* flows) {
  const std::string who = TRY(text_of(body, "who", 200));
  const std::string why = TRY(text_of(body, "why", 2'000));
  if (who.empty() || why.empty()) return invalid("`who` and `why` must not be empty: they go on record.");
  const auto keys = TRY(chosen(unit, body));
  const int decided =
      verb == HeldVerb::release ? TRY(unit.held().release(keys, who, why)) : TRY(unit.held().discard(keys, who, why));
  boost::json::object answer = TRY(held(unit, shown_held, {}, flows));
  answer["decided"] = decided;
  return answer;
}

}  // namespace courtesy::api

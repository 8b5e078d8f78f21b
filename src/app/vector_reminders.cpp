// reminder-times: an appointment and a rule -> due and send; and timelines of bookings, moves and cancellations.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include "app/vector_case.h"
#include "app/vector_constraints.h"
#include "appointment/start.h"
#include "schedule/timeline.h"

namespace courtesy::vectors {

namespace json = boost::json;

namespace {

/// A rule with the conditions that the vectors keep in it and the program beside it.
struct RuleCase {
  Rule rule;
  std::vector<Constraint> permitted;
  std::optional<Instant> now;
};

Result<int> read_days(const json::object& from) {
  const std::int64_t days = TRY(whole_field(from, "days"));
  if (days < 0 || days > 10000) return invalid("field 'days': out of range");
  return static_cast<int>(days);
}

Result<minutes> read_time(const json::object& from) { return parse_clock(TRY(text_field(from, "time"))); }

Result<minutes> read_minutes(const json::object& from, std::string_view name) {
  return minutes{TRY(whole_field(from, name))};
}

Result<Offset> read_business_days(const json::object& from) {
  BusinessDaysBeforeAt offset{
      .days = TRY(read_days(from)), .time = TRY(read_time(from)), .open = {}, .closed_dates = {}};
  for (const std::string& day : TRY(texts_field(from, "open_weekdays"))) offset.open[TRY(parse_weekday(day))] = true;
  if (from.contains("closed_dates")) offset.closed_dates = TRY(read_dates(TRY(texts_field(from, "closed_dates"))));
  return Offset{offset};
}

Result<Offset> read_offset(const json::object& from) {
  const std::string kind = TRY(text_field(from, "kind"));
  if (kind == "elapsed_before") return Offset{ElapsedBefore{TRY(read_minutes(from, "minutes"))}};
  if (kind == "days_before_same_time") return Offset{DaysBeforeSameTime{TRY(read_days(from))}};
  if (kind == "days_before_at") return Offset{DaysBeforeAt{TRY(read_days(from)), TRY(read_time(from))}};
  if (kind == "business_days_before_at") return read_business_days(from);
  return invalid(fmt::format("rule of unknown kind '{}'", kind));
}

Result<RuleZone> read_rule_zone(const json::object& from) {
  if (!from.contains("zone")) return RuleZone::appointment;
  const std::string text = TRY(text_field(from, "zone"));
  if (text == "appointment") return RuleZone::appointment;
  if (text == "client") return RuleZone::client;
  return invalid(fmt::format("rule's zone '{}': appointment or client", text));
}

Result<Shift> read_shift(const json::object& from) {
  if (!from.contains("shift")) return Shift::none;
  const std::string text = TRY(text_field(from, "shift"));
  if (text == "none") return Shift::none;
  if (text == "later") return Shift::later;
  if (text == "earlier") return Shift::earlier;
  return invalid(fmt::format("shift '{}': none, later or earlier", text));
}

/// The field of the rule, else of what is around it, else nothing.
Result<minutes> read_limit(const json::object& rule, const json::object& around, std::string_view name) {
  if (rule.contains(name)) return read_minutes(rule, name);
  if (around.contains(name)) return read_minutes(around, name);
  return minutes{0};
}

Result<RuleCase> read_rule(const json::object& from, const json::object& around) {
  constexpr std::array<std::string_view, 12> known{"kind",
                                                   "minutes",
                                                   "days",
                                                   "time",
                                                   "open_weekdays",
                                                   "closed_dates",
                                                   "zone",
                                                   "allow",
                                                   "min_lead_minutes",
                                                   "max_lateness_minutes",
                                                   "now",
                                                   "shift"};
  TRY(only_fields(from, known));
  RuleCase read{.rule = {.id = RuleId{1},
                         .channel = Channel::text,
                         .offset = TRY(read_offset(from)),
                         .zone = TRY(read_rule_zone(from)),
                         .shift = TRY(read_shift(from)),
                         .min_lead = TRY(read_limit(from, around, "min_lead_minutes")),
                         .max_lateness = TRY(read_limit(from, around, "max_lateness_minutes")),
                         .content = ""},
                .permitted = {},
                .now = std::nullopt};
  if (from.contains("allow")) read.permitted = TRY(read_constraints(*TRY(list_field(from, "allow"))));
  if (from.contains("now")) read.now = TRY(instant_field(from, "now"));
  return read;
}

Result<std::optional<Zone>> read_client_zone(const json::object& from) {
  if (!from.contains("client_zone")) return std::optional<Zone>{};
  return std::optional<Zone>{TRY(Zone::find(TRY(text_field(from, "client_zone"))))};
}

Result<std::string> got_of(std::string_view field, const Start& start, const Zone& zone, const PlannedTime& planned) {
  if (field == "appointment_instant") return to_string(start.instant);
  if (field == "appointment_flag") return std::string(to_string(start.flag));
  if (field == "due") return to_string(planned.due);
  if (field == "due_flag") return std::string(to_string(planned.due_flag));
  if (field == "due_local") return zone.to_text(planned.due);
  if (field == "send") return to_text(planned.send);
  if (field == "reason") return std::string(to_string(planned.reason));
  return invalid(fmt::format("expects '{}', which is not known here", field));
}

Result<std::string> expected_of(const json::object& expect, std::string_view field) {
  if (field == "appointment_instant" || field == "due" || field == "send") {
    return to_text(TRY(maybe_instant_field(expect, field)));
  }
  return text_field(expect, field);
}

Result<TimelineEvent> read_event(const json::object& from, const std::string& zone) {
  const Instant at = TRY(instant_field(from, "at"));
  const std::string what = TRY(text_field(from, "what"));
  if (what == "cancel") return TimelineEvent{at, std::nullopt};
  if (what != "book" && what != "move") return invalid(fmt::format("event '{}': book, move or cancel", what));
  return TimelineEvent{at, TRY(start_at(TRY(local_field(from, "local")), zone))};
}

std::string describe(std::int64_t rule, Instant send, Instant start, std::string_view reason) {
  return fmt::format("rule {} at {} for {} {}", rule, to_string(send), to_string(start), reason);
}

Result<std::vector<std::string>> read_sends(const json::object& one) {
  std::vector<std::string> sends;
  for (const json::value& value : *TRY(list_field(one, "expect_sends"))) {
    if (!value.is_object()) return invalid("a send is an object");
    const json::object& send = value.get_object();
    sends.push_back(describe(TRY(whole_field(send, "rule")), TRY(instant_field(send, "send")),
                             TRY(instant_field(send, "for_start")), TRY(text_field(send, "reason"))));
  }
  return sends;
}

/// Rules of one timeline share what they permit: the replay keeps hours for each channel, not for each rule.
struct RuleList {
  std::vector<Rule> rules;
  ChannelHours permitted;
};

Result<RuleList> read_rules(const json::object& one) {
  RuleList read;
  for (const json::value& value : *TRY(list_field(one, "rules"))) {
    if (!value.is_object()) return invalid("a rule is an object");
    const json::object& from = value.get_object();
    if (from.contains("now") || from.contains("allow")) return invalid("a timeline's rule has no 'now' and no 'allow'");
    read.rules.push_back(TRY(read_rule(from, one)).rule);
  }
  if (one.contains("allow")) read.permitted.text = TRY(read_constraints(*TRY(list_field(one, "allow"))));
  return read;
}

}  // namespace

Result<Outcome> check_reminder(const json::object& one) {
  const json::object& appointment = *TRY(object_field(one, "appointment"));
  const Start start = TRY(start_at(TRY(local_field(appointment, "local")), TRY(text_field(appointment, "zone"))));
  const RuleCase rule = TRY(read_rule(*TRY(object_field(one, "rule")), one));
  const std::optional<Zone> client_zone = TRY(read_client_zone(one));
  const PlannedTime planned =
      TRY(plan(rule.rule, {.start = start, .client_zone = client_zone, .hours = rule.permitted, .now = rule.now}));
  const bool theirs = rule.rule.zone == RuleZone::client && client_zone;
  const Zone zone = theirs ? *client_zone : TRY(Zone::find(start.zone));
  const json::object& expect = *TRY(object_field(one, "expect"));
  Outcome outcome;
  for (const auto& [field, value] : expect) {
    outcome.expect(field, TRY(expected_of(expect, field)), TRY(got_of(field, start, zone, planned)));
  }
  return outcome;
}

Result<Outcome> check_timeline(const json::object& one) {
  const std::string zone = TRY(text_field(one, "zone"));
  const RuleList rules = TRY(read_rules(one));
  std::vector<TimelineEvent> events;
  for (const json::value& value : *TRY(list_field(one, "events"))) {
    if (!value.is_object()) return invalid("an event is an object");
    events.push_back(TRY(read_event(value.get_object(), zone)));
  }
  std::vector<std::string> sends;
  for (const TimelineSend& send : TRY(replay(rules.rules, events, rules.permitted, TRY(read_client_zone(one))))) {
    sends.push_back(
        describe(static_cast<std::int64_t>(send.rule), send.at, send.start.instant, to_string(send.reason)));
  }
  std::vector<std::string> expected = TRY(read_sends(one));
  std::ranges::sort(sends);
  std::ranges::sort(expected);
  Outcome outcome;
  outcome.expect("sends", fmt::format("[{}]", fmt::join(expected, "; ")), fmt::format("[{}]", fmt::join(sends, "; ")));
  return outcome;
}

}  // namespace courtesy::vectors

#include "api/pacing.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>
#include <map>

#include "api/answer.h"
#include "api/maybe.h"
#include "api/pace_curve.h"
#include "api/pace_words.h"
#include "base/json_text.h"
#include "schedule/plan.h"
#include "store/accounts.h"
#include "store/closed_days.h"
#include "store/ledger.h"
#include "store/ring_backs.h"
#include "store/rules.h"
#include "store/staffing.h"

namespace courtesy::api {
namespace {

constexpr double millionths = 1e6;
constexpr std::size_t most_shifts = 200;
/// As the door takes it.
constexpr std::size_t longest_who = 200;
/// How long a caller holds on, where nobody has measured it.
constexpr seconds usual_patience{60};

boost::json::value maybe_money(const std::optional<Money>& money) {
  return money ? boost::json::value(static_cast<double>(*money) / millionths) : boost::json::value(nullptr);
}

double in_seconds(milliseconds time) { return std::chrono::duration<double>(time).count(); }

boost::json::object settings_json(const PacingSettings& settings) {
  return {{"by_agents", settings.by_agents},
          {"handling_seconds", in_seconds(settings.handling)},
          {"callback_share", settings.callback_share},
          {"wait_seconds", in_seconds(settings.wait)},
          {"wait_share", settings.wait_share},
          {"per_minute", maybe(settings.per_minute)},
          {"per_hour", maybe(settings.per_hour)},
          {"day_contacts", maybe(settings.day_contacts)},
          {"month_contacts", maybe(settings.month_contacts)},
          {"day_money", maybe_money(settings.day_money)},
          {"month_money", maybe_money(settings.month_money)},
          {"price_call", static_cast<double>(settings.prices[0]) / millionths},
          {"price_text", static_cast<double>(settings.prices[1]) / millionths},
          {"price_email", static_cast<double>(settings.prices[2]) / millionths}};
}

double contacts_of(const CallbackRecord& record) {
  double contacts = record.settled;
  for (const auto& cohort : record.open) contacts += cohort.contacts;
  return contacts;
}

/// What is believed of callbacks, and from how many that was learnt: 0 is what the account set.
boost::json::object reckoned_json(const PacingSettings& settings, const CallbackRecord& record) {
  const CapacitySettings wanted = reckoned_with(settings);
  return {{"callback_share", mean_callback_share(wanted.target, wanted.delay, record)},
          {"contacts_counted", contacts_of(record)},
          {"handling_seconds", mean_handling(wanted.handling, record).count()},
          {"callbacks_handled", record.handled}};
}

/// What the pace is at this moment, and what it was learnt from.
Result<boost::json::object> now_json(Unit& unit) {
  const PacingFacts facts = TRY(unit.pacing().facts());
  if (!facts.capacity) return boost::json::object{};
  const CallbackRecord record = facts.capacity->state().memory.record(unit.now());
  return boost::json::object{{"contacts_per_hour", facts.capacity->pace().contacts_per_hour},
                             {"hold", to_string(facts.capacity->pace().hold)},
                             {"contacts_counted", contacts_of(record)},
                             {"callbacks_counted", record.callbacks},
                             {"callbacks_handled", record.handled}};
}

boost::json::array shifts_json(const std::vector<StaffShift>& shifts) {
  boost::json::array words;
  for (const auto& shift : shifts) words.push_back(boost::json::value(to_string(shift)));
  return words;
}

/// As parse_staff_shifts() reads them again.
boost::json::array written_shifts(const std::vector<StaffShift>& shifts) {
  boost::json::array words;
  for (const auto& shift : shifts) {
    const std::string text = to_string(shift);
    words.push_back(boost::json::string(text.substr(0, text.rfind(' '))));
  }
  return words;
}

struct Pace {
  PacingSettings settings;
  std::vector<StaffShift> shifts;
};

/// The timetable only where it is another now; what else there is unless the timetable was all that changed.
Result<void> on_record(Unit& unit, const std::string& who, const Pace& before, const Pace& now) {
  const auto settings = settings_json(now.settings);
  const bool other_times = now.shifts != before.shifts;
  LedgerBody body;
  if (!who.empty()) body.plain("who", who);
  if (!other_times || settings != settings_json(before.settings)) body.plain_json("pacing", json_text(settings));
  if (other_times) body.plain_json("shifts", json_text(written_shifts(now.shifts)));
  TRY(unit.ledger().append({.kind = LedgerKind::by_hand, .code = "pacing_set", .body = std::move(body)}));
  return {};
}

/// A field that is there: its number; `null`: none.
Result<std::optional<double>> number_of(const boost::json::value& value, std::string_view name) {
  if (value.is_null()) return std::optional<double>{};
  if (value.is_number()) return std::optional(value.to_number<double>());
  return invalid(fmt::format("`{}` must be a number, or null", name));
}

Result<void> read_time(const boost::json::object& from, std::string_view name, milliseconds& time) {
  const auto* value = from.if_contains(name);
  if (value == nullptr) return {};
  const auto number = TRY(number_of(*value, name));
  if (!number || !(*number >= 0 && *number <= 86'400)) {
    return invalid(fmt::format("`{}` must be seconds, 0 to 86400", name));
  }
  time = milliseconds{std::llround(*number * 1000)};
  return {};
}

Result<void> read_share(const boost::json::object& from, std::string_view name, double& share) {
  const auto* value = from.if_contains(name);
  if (value == nullptr) return {};
  const auto number = TRY(number_of(*value, name));
  if (!number || !(*number >= 0 && *number <= 1)) return invalid(fmt::format("`{}` must be 0 to 1", name));
  share = *number;
  return {};
}

Result<void> read_limit(const boost::json::object& from, std::string_view name, double unit,
                        std::optional<std::int64_t>& limit) {
  const auto* value = from.if_contains(name);
  if (value == nullptr) return {};
  const auto number = TRY(number_of(*value, name));
  if (number && !(*number >= 0 && *number <= 1e9)) return invalid(fmt::format("`{}` must be 0 to 1e9, or null", name));
  limit.reset();
  if (number) limit = std::llround(*number * unit);
  return {};
}

Result<void> read_price(const boost::json::object& from, std::string_view name, Money& price) {
  std::optional<Money> read = price;
  TRY(read_limit(from, name, millionths, read));
  price = read.value_or(0);
  return {};
}

Result<std::vector<StaffShift>> read_shifts(const boost::json::value& value) {
  const Error wrong = invalid("`shifts` must be a list of at most 200 texts like \"mon-fri 08:00-17:00 2\"");
  if (!value.is_array() || value.as_array().size() > most_shifts) return wrong;
  std::vector<StaffShift> shifts;
  for (const auto& one : value.as_array()) {
    if (!one.is_string()) return wrong;
    for (const auto& shift : TRY(parse_staff_shifts(std::string_view(one.as_string())))) shifts.push_back(shift);
  }
  return shifts;
}

/// The usual desk of a timetable: the mean over its staffed hours, and how many of those a staffed day has.
struct UsualDesk {
  int agents = 0;
  double hours_per_day = 0;
};

UsualDesk usual_desk(const std::vector<StaffShift>& shifts) {
  constexpr minutes step{15};
  int staffed = 0;
  int agents = 0;
  int days = 0;
  for (int weekday = 0; weekday < 7; ++weekday) {
    const int before = staffed;
    for (minutes time{0}; time < hours{24}; time += step) {
      int here = 0;
      for (const auto& shift : shifts) {
        if (shift.weekday == weekday && shift.opens <= time && time < shift.closes) here += shift.agents;
      }
      agents += here;
      if (here > 0) ++staffed;
    }
    if (staffed > before) ++days;
  }
  if (staffed == 0) return {};
  return {.agents = std::max(1, agents / staffed),
          .hours_per_day = static_cast<double>(staffed) / days * static_cast<double>(step.count()) / 60};
}

bool reaches(const intake::Booked& booked, Channel channel) {
  return channel == Channel::email ? !booked.email.empty() : booked.number.has_value();
}

/// How many contacts there will be, and how many of them within the fullest hour.
struct Coming {
  std::int64_t contacts = 0;
  std::int64_t busiest = 0;
};

Result<Coming> coming_of(Unit& unit, const std::vector<intake::Booked>& added) {
  Coming coming;
  std::map<std::int64_t, std::int64_t> by_hour;
  for (const auto& stored : TRY(unit.rules().active())) {
    for (const auto& booked : added) {
      if (!reaches(booked, stored.rule.channel)) continue;
      const auto time =
          TRY(plan(counted_by(TRY(unit.closed_days().calendar())->days, stored.rule),
                   {.start = booked.start, .client_zone = {}, .hours = {}, .now = unit.now(), .past = Past::left_out}));
      if (!time.send) continue;
      ++coming.contacts;
      const auto hour = std::chrono::floor<hours>(*time.send).time_since_epoch().count();
      coming.busiest = std::max(coming.busiest, ++by_hour[hour]);
    }
  }
  return coming;
}

std::string words_without_plan(const Coming& coming, double share) {
  return fmt::format(
      "{} contacts will go out, {} of them within one hour; about {} people will ring back in that hour. How many can "
      "be "
      "answered is not known: say who takes callbacks (`courtesy pacing`).",
      figure(static_cast<double>(coming.contacts)), figure(static_cast<double>(coming.busiest)),
      figure(std::round(static_cast<double>(coming.busiest) * share)));
}

}  // namespace

Result<boost::json::object> pacing_page(Unit& unit) {
  const PacingSettings settings = TRY(unit.pacing().settings());
  const std::vector<StaffShift> shifts = TRY(unit.agents().shifts());
  boost::json::object page = settings_json(settings);
  page["shifts"] = shifts_json(shifts);
  PaceMemory memory = TRY(unit.pacing().memory());
  memory.settle(unit.now());
  const CallbackRecord record = memory.record(unit.now());
  page["reckoned"] = reckoned_json(settings, record);
  page["today"] = TRY(pace_curve(unit, settings, shifts, record));
  boost::json::array agents;
  for (const auto& agent : TRY(unit.agents().seen())) {
    agents.push_back({{"name", agent.name}, {"state", to_string(agent.state)}, {"since", to_string(agent.seen_at)}});
  }
  page["agents"] = std::move(agents);
  boost::json::object now = TRY(now_json(unit));
  page["now"] = now.empty() ? boost::json::value(nullptr) : boost::json::value(std::move(now));
  return page;
}

Result<boost::json::object> set_pacing(Unit& unit, const boost::json::object& wanted) {
  PacingSettings settings = TRY(unit.pacing().settings());
  const Pace before{settings, TRY(unit.agents().shifts())};
  if (const auto* by_agents = wanted.if_contains("by_agents")) {
    if (!by_agents->is_bool()) return invalid("`by_agents` must be true or false");
    settings.by_agents = by_agents->as_bool();
  }
  TRY(read_time(wanted, "handling_seconds", settings.handling));
  TRY(read_share(wanted, "callback_share", settings.callback_share));
  TRY(read_time(wanted, "wait_seconds", settings.wait));
  TRY(read_share(wanted, "wait_share", settings.wait_share));
  TRY(read_limit(wanted, "per_minute", 1, settings.per_minute));
  TRY(read_limit(wanted, "per_hour", 1, settings.per_hour));
  TRY(read_limit(wanted, "day_contacts", 1, settings.day_contacts));
  TRY(read_limit(wanted, "month_contacts", 1, settings.month_contacts));
  TRY(read_limit(wanted, "day_money", millionths, settings.day_money));
  TRY(read_limit(wanted, "month_money", millionths, settings.month_money));
  TRY(read_price(wanted, "price_call", settings.prices[0]));
  TRY(read_price(wanted, "price_text", settings.prices[1]));
  TRY(read_price(wanted, "price_email", settings.prices[2]));
  if (const auto* shifts = wanted.if_contains("shifts")) TRY(unit.agents().set_shifts(TRY(read_shifts(*shifts))));
  if (settings.by_agents && TRY(unit.agents().shifts()).empty()) {
    return invalid("`by_agents` needs `shifts`: without a timetable nobody is there, and nothing would go out");
  }
  TRY(unit.pacing().set(settings));
  TRY(on_record(unit, TRY(text_of(wanted, "who", longest_who)), before, {settings, TRY(unit.agents().shifts())}));
  return pacing_page(unit);
}

Result<boost::json::object> say_agent(Unit& unit, const boost::json::object& said) {
  const std::string name = TRY(text_of(said, "name", 80));
  const auto state = parse_agent_state(TRY(text_of(said, "state", 20)));
  if (name.empty()) return invalid("`name` must say who it is");
  if (!state) return invalid("`state` must be free, busy or away");
  TRY(unit.agents().say(name, *state));
  return pacing_page(unit);
}

Result<boost::json::object> mark_callback(Unit& unit, const boost::json::object& marked, const Settings& settings) {
  std::string number = TRY(text_of(marked, "number", 40));
  if (!number.empty() && settings.read_number) {
    number = TRY(settings.read_number(number, TRY(unit.accounts().get()).country)).e164();
  }
  const std::int64_t id = TRY(unit.ring_backs().marked(number));
  return boost::json::object{{"id", id}};
}

Result<boost::json::object> end_callback(Unit& unit, std::int64_t callback, const boost::json::object& ended) {
  milliseconds took{-1};
  TRY(read_time(ended, "seconds", took));
  if (took < milliseconds{0}) return invalid("`seconds` must say how long the callback took");
  TRY(unit.ring_backs().handled(callback, took));
  return boost::json::object{{"id", callback}};
}

Result<boost::json::object> import_pace(Unit& unit, const std::vector<intake::Booked>& added) {
  const Coming coming = TRY(coming_of(unit, added));
  const PacingSettings settings = TRY(unit.pacing().settings());
  const UsualDesk desk = usual_desk(TRY(unit.agents().shifts()));
  boost::json::object pace{{"contacts", coming.contacts},
                           {"busiest_hour", coming.busiest},
                           {"by_agents", settings.by_agents},
                           {"suggested", !settings.by_agents && coming.busiest > pacing_suggested_above},
                           {"sentence", ""},
                           {"plan", nullptr}};
  if (coming.contacts == 0) return pace;
  if (desk.agents == 0) {
    if (coming.busiest > pacing_suggested_above) {
      pace["sentence"] = words_without_plan(coming, settings.callback_share);
    }
    return pace;
  }
  const PacePlan planned = TRY(plan_pace(
      {.contacts = coming.contacts,
       .desk = {desk.agents, settings.handling},
       .target = {.wait = settings.wait, .share = settings.wait_share, .callback_share = settings.callback_share},
       .patience = usual_patience,
       .hours_per_day = desk.hours_per_day}));
  pace["sentence"] = in_words(planned);
  pace["plan"] = plan_json(planned);
  return pace;
}

}  // namespace courtesy::api

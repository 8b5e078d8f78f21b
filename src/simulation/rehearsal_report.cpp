#include "simulation/rehearsal_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <optional>
#include <set>

#include "api/heard_json.h"
#include "api/retold.h"
#include "api/words.h"
#include "base/zone.h"
#include "gateway/segments.h"
#include "interlock/decision.h"
#include "store/accounts.h"
#include "store/appointments.h"
#include "store/attempts.h"
#include "store/capacity.h"
#include "store/clients.h"
#include "store/preview.h"

namespace courtesy::simulation {
namespace {

using boost::json::array;
using boost::json::object;

constexpr std::size_t channels = 3;
constexpr std::size_t most_clients = 1'000;
constexpr minutes quarter{15};
/// Of a price: millionths of the account's currency, as the budget counts.
constexpr double millionths = 1e6;

std::size_t at(Channel channel) { return static_cast<std::size_t>(channel); }

std::string mark(const ReminderKey& key) {
  return fmt::format("{} {} {} {}", key.appointment.value(), key.rule.value(), to_string(key.channel), key.start);
}

object by_channel(const std::array<std::int64_t, channels>& counts) {
  object told;
  for (const Channel channel : {Channel::call, Channel::text, Channel::email})
    told[to_string(channel)] = counts[at(channel)];
  return told;
}

struct DueRow {
  ReminderKey key;
  ReminderState state;
  Reason reason;
  Instant due;
  Instant look_at;
};

Result<std::vector<DueRow>> reminders_of(Unit& unit) {
  std::vector<DueRow> rows;
  for (const auto& row : TRY(unit.db().run("SELECT appointment, rule, channel, start, state, reason, due, look_at"
                                           " FROM reminder WHERE account = $1 ORDER BY due, appointment, rule, start",
                                           {unit.account()}))) {
    rows.push_back({.key = {row[0].id<AppointmentId>(), row[1].id<RuleId>(),
                            parse_channel(row[2].text()).value_or(Channel::call), row[3].text()},
                    .state = parse_reminder_state(row[4].text()).value_or(ReminderState::held),
                    .reason = parse_reason(row[5].text()).value_or(Reason::none),
                    .due = row[6].instant(),
                    .look_at = row[7].instant()});
  }
  return rows;
}

/// What staff have to look at before the day: nobody could be told, or a person has to decide. That a client who has
/// confirmed is not asked again is no trouble.
bool is_trouble(const DueRow& row) {
  if (row.state == ReminderState::held) return true;
  if (row.state != ReminderState::dropped) return false;
  switch (row.reason) {
    case Reason::unreachable:
    case Reason::no_consent:
    case Reason::suppressed:
    case Reason::country_not_allowed:
    case Reason::number_not_allowed:
    case Reason::zone_unknown:
    case Reason::no_hours_left:
    case Reason::closed_day:
    case Reason::not_allow_listed:
    case Reason::test_key:
    case Reason::guest_key:
    case Reason::too_late:
    case Reason::given_up:
    case Reason::cannot_prepare:
    case Reason::interlock_error: return true;
    case Reason::record_lost:
    case Reason::none:
    case Reason::stopped:
    case Reason::appointment_cancelled:
    case Reason::appointment_moved:
    case Reason::recipient_changed:
    case Reason::already_confirmed:
    case Reason::appointment_past:
    case Reason::already_told:
    case Reason::outside_hours:
    case Reason::contact_running:
    case Reason::recipient_cap:
    case Reason::line_pace:
    case Reason::account_pace:
    case Reason::capacity:
    case Reason::budget:
    case Reason::unusual_volume:
    case Reason::probation:
    case Reason::clock_wrong:
    case Reason::merged:
    case Reason::discarded:
    case Reason::due_before_saved: return false;
  }
  return false;
}

/// Of one that did not go out on the day: `held`, `dropped`, `merged`, `withdrawn` or `later`; empty: it did.
std::string_view not_sent(const DueRow& row) {
  switch (row.state) {
    case ReminderState::held: return "held";
    case ReminderState::dropped: return "dropped";
    case ReminderState::merged: return "merged";
    case ReminderState::waiting: return "later";
    case ReminderState::withdrawn: return "withdrawn";
    case ReminderState::intended:
    case ReminderState::done:
    case ReminderState::failed: return "";
  }
  return "";
}

object heard_json(const phonenet::CallStory& story) {
  array pieces;
  for (const auto& piece : story.pieces) pieces.push_back(object{{"text", piece.text}, {"whole", piece.whole()}});
  std::string keys;
  for (const auto& [when, key] : story.keys) keys += key;
  return {{"by", story.machine ? "machine" : "person"}, {"pieces", std::move(pieces)}, {"keys", keys}};
}

class Report {
 public:
  Report(Unit& unit, const AccountCopy& copy, const SeenOfRehearsal& seen) : unit_(unit), copy_(copy), seen_(seen) {
    for (const ReminderKey& key : seen.due) due_.insert(mark(key));
  }

  Result<object> make() {
    settings_ = TRY(unit_.pacing().settings());
    TRY(count_attempts());
    TRY(count_reminders());
    TRY(count_callbacks());
    const Account account = TRY(unit_.accounts().get());
    object told{{"from", to_string(copy_.from)},
                {"until", to_string(copy_.until)},
                {"zone", account.zone},
                {"seed", static_cast<std::int64_t>(seen_.seed)},
                {"stopped_now", copy_.stopped},
                {"due", static_cast<std::int64_t>(seen_.due.size())},
                {"contacts", by_channel(contacts_)},
                {"segments", segments_},
                {"call_seconds", call_seconds_},
                {"cost", cost()},
                {"first_at", instant(first_)},
                {"last_at", instant(last_)}};
    told["outcomes"] = outcomes();
    told["callbacks"] = callbacks();
    told["not_sent"] = refusals();
    told["trip"] = TRY(trip());
    told["timeline"] = timeline();
    told["clients_in_all"] = static_cast<std::int64_t>(clients_.size());
    told["clients"] = TRY(clients());
    return told;
  }

 private:
  struct OfClient {
    array contacts;
    array problems;
  };
  struct Refusal {
    Reason reason;
    std::string state;
    auto operator<=>(const Refusal&) const = default;
  };

  static boost::json::value instant(const std::optional<Instant>& when) {
    if (!when) return nullptr;
    return boost::json::value(to_string(*when));
  }

  Instant quarter_of(Instant when) const { return copy_.from + (when - copy_.from) / quarter * quarter; }

  std::string words_of(const ReminderKey& key) const {
    const auto found = seen_.words.find(mark(key));
    return found == seen_.words.end() ? "" : found->second;
  }

  Result<void> count_attempts() {
    const auto ids = TRY(unit_.db().run(
        "SELECT attempt FROM attempt WHERE account = $1 AND intended_at >= $2 AND node = 'rehearsal' ORDER BY attempt",
        {unit_.account(), copy_.from}));
    for (const auto& row : ids) count(TRY(unit_.attempts().get(row[0].id<AttemptId>())));
    return {};
  }

  void count(const Attempt& attempt) {
    const Channel channel = attempt.reminder.channel;
    ++contacts_[at(channel)];
    ++quarters_[quarter_of(attempt.intended_at)][at(channel)];
    first_ = std::min(first_.value_or(attempt.intended_at), attempt.intended_at);
    last_ = std::max(last_.value_or(attempt.intended_at), attempt.intended_at);
    const std::string sentence(
        api::sentence(channel, attempt.state, attempt.outcome, attempt.evidence, copy_.language).text);
    ++outcomes_[{channel, sentence}];
    const int parts = channel == Channel::text ? segments(attempt.text).parts : 0;
    segments_ += parts;
    object one{{"channel", to_string(channel)},
               {"at", to_string(attempt.intended_at)},
               {"appointment", attempt.reminder.appointment.value()},
               {"to", attempt.recipient},
               {"words", channel == Channel::text ? attempt.text : words_of(attempt.reminder)},
               {"ending", sentence}};
    if (channel == Channel::text) one["segments"] = parts;
    if (const auto said = seen_.pieces.find(mark(attempt.reminder)); said != seen_.pieces.end())
      one["pieces"] = api::heard_json(said->second);
    const auto story = seen_.calls.find(attempt.provider_id);
    if (story != seen_.calls.end()) {
      const auto lasted = std::chrono::ceil<seconds>(story->second.ended - story->second.answered).count();
      call_seconds_ += lasted;
      one["seconds"] = lasted;
      one["heard"] = heard_json(story->second);
    }
    clients_[attempt.client].contacts.push_back(std::move(one));
  }

  Result<void> count_reminders() {
    for (const DueRow& row : TRY(reminders_of(unit_))) {
      const std::string state(not_sent(row));
      if (state.empty()) continue;
      // What the day itself has planned, for a visit that moved in it, is not of its list.
      if (row.state == ReminderState::waiting && !due_.contains(mark(row.key))) continue;
      ++refusals_[{row.reason, state}];
      if (!is_trouble(row)) continue;
      const Appointment visit = TRY(unit_.appointments().get(row.key.appointment));
      if (TRY(is_none_of_theirs(row, visit.client))) continue;
      clients_[visit.client].problems.push_back(object{{"channel", to_string(row.key.channel)},
                                                       {"appointment", row.key.appointment.value()},
                                                       {"state", state},
                                                       {"reason", to_string(row.reason)},
                                                       {"text", explain(row.reason, copy_.language)}});
    }
    return {};
  }

  /// Who opts out in the rehearsal, when asked, is nothing to look at before; nor is who can be told another way.
  Result<bool> is_none_of_theirs(const DueRow& row, ClientId id) {
    const auto known = clients_.find(id);
    if (row.reason == Reason::suppressed) return known != clients_.end() && !known->second.contacts.empty();
    if (row.reason != Reason::unreachable) return false;
    const Client client = TRY(unit_.clients().get(id));
    return !client.number.empty() || !client.email.empty();
  }

  /// Who asked for a call back on the phone or in writing, and who rang the number that called.
  Result<void> count_callbacks() {
    for (const auto& row : TRY(unit_.db().run(
             "SELECT answered_at FROM appointment WHERE account = $1 AND answer = 'call_back' AND answered_at >= $2"
             " UNION ALL SELECT at FROM ring_back WHERE account = $1 AND at >= $2",
             {unit_.account(), copy_.from}))) {
      ++callbacks_[copy_.from + (row[0].instant() - copy_.from) / hours{1} * hours{1}];
    }
    return {};
  }

  object cost() const {
    std::int64_t sum = 0;
    bool priced = false;
    for (std::size_t i = 0; i < channels; ++i) {
      sum += contacts_[i] * settings_.prices[i];
      priced |= settings_.prices[i] != 0;
    }
    return {{"money", static_cast<double>(sum) / millionths}, {"priced", priced}};
  }

  array outcomes() const {
    array told;
    for (const auto& [which, count] : outcomes_)
      told.push_back(object{{"channel", to_string(which.first)}, {"text", which.second}, {"count", count}});
    return told;
  }

  object callbacks() const {
    array hours_told;
    std::int64_t total = 0;
    std::int64_t busiest = 0;
    for (const auto& [when, count] : callbacks_) {
      hours_told.push_back(object{{"at", to_string(when)}, {"count", count}});
      total += count;
      busiest = std::max(busiest, count);
    }
    return {{"total", total}, {"busiest_hour", busiest}, {"hours", std::move(hours_told)}};
  }

  array refusals() const {
    std::vector<std::pair<Refusal, std::int64_t>> all(refusals_.begin(), refusals_.end());
    std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
    array told;
    for (const auto& [which, count] : all) {
      told.push_back(object{{"state", which.state},
                            {"reason", to_string(which.reason)},
                            {"text", explain(which.reason, copy_.language)},
                            {"count", count}});
    }
    return told;
  }

  /// What the failsafe would stop the account for; null: nothing.
  Result<boost::json::value> trip() {
    const auto stop = TRY(unit_.accounts().own_stop());
    if (!stop) return boost::json::value(nullptr);
    return boost::json::value(object{{"at", to_string(stop->at)}, {"why", api::retold(stop->why, copy_.language)}});
  }

  array timeline() const {
    array told;
    for (const auto& [when, counts] : quarters_) {
      object one = by_channel(counts);
      one["at"] = to_string(when);
      told.push_back(std::move(one));
    }
    return told;
  }

  /// Those with something to look at first, then by name.
  Result<array> clients() {
    struct Named {
      Client client;
      OfClient* what;
    };
    std::vector<Named> all;
    for (auto& [id, what] : clients_) all.push_back({TRY(unit_.clients().get(id)), &what});
    std::stable_sort(all.begin(), all.end(), [](const Named& a, const Named& b) {
      if (a.what->problems.empty() != b.what->problems.empty()) return b.what->problems.empty();
      return a.client.name < b.client.name;
    });
    if (all.size() > most_clients) all.resize(most_clients);
    array told;
    for (Named& one : all) {
      told.push_back(object{{"client", one.client.id.value()},
                            {"name", one.client.name},
                            {"problems", std::move(one.what->problems)},
                            {"contacts", std::move(one.what->contacts)}});
    }
    return told;
  }

  Unit& unit_;
  const AccountCopy& copy_;
  const SeenOfRehearsal& seen_;
  PacingSettings settings_;
  std::array<std::int64_t, channels> contacts_{};
  std::int64_t segments_ = 0;
  std::int64_t call_seconds_ = 0;
  std::optional<Instant> first_;
  std::optional<Instant> last_;
  std::set<std::string> due_;
  std::map<std::pair<Channel, std::string>, std::int64_t> outcomes_;
  std::map<Refusal, std::int64_t> refusals_;
  std::map<Instant, std::array<std::int64_t, channels>> quarters_;
  std::map<Instant, std::int64_t> callbacks_;
  std::map<ClientId, OfClient> clients_;
};

}  // namespace

Result<void> note_what_is_due(Unit& unit, const AccountCopy& copy, SeenOfRehearsal& seen) {
  for (const DueRow& row : TRY(reminders_of(unit))) {
    if (row.state != ReminderState::waiting || row.look_at >= copy.until) continue;
    seen.due.push_back(row.key);
    if (auto words = preview(unit, row.key, *seen.flows)) seen.words[mark(row.key)] = std::move(*words);
    if (row.key.channel != Channel::call) continue;
    if (auto pieces = preview_call(unit, row.key, *seen.flows)) seen.pieces[mark(row.key)] = std::move(*pieces);
  }
  return {};
}

Result<object> rehearsal_report(Unit& unit, const AccountCopy& copy, const SeenOfRehearsal& seen) {
  return Report(unit, copy, seen).make();
}

}  // namespace courtesy::simulation

#include "api/would_go.h"

#include <algorithm>
#include <map>
#include <set>

#include "store/tally.h"
#include "store/unit.h"
#include "store/views.h"

namespace courtesy::api {
namespace {

using FiveMinutes = std::chrono::duration<std::int64_t, std::ratio<300>>;
/// Who waits for a pace asks again and again.
constexpr int most_asked = 20 * release_limit;

bool is_too_late(Reason reason) {
  return reason == Reason::too_late || reason == Reason::appointment_past || reason == Reason::no_hours_left ||
         reason == Reason::closed_day || reason == Reason::probation || reason == Reason::capacity ||
         reason == Reason::account_pace;
}

/// An hour played through, event by event.
class Hour {
 public:
  Hour(std::vector<Due> due, Facts facts, Instant until)
      : due_(std::move(due)), each_(std::move(facts.each)), house_(std::move(facts.house)) {
    would_.until = until;
    for (std::size_t i = 0; i < due_.size(); ++i) waiting_.emplace(std::max(house_.now, due_[i].send_at), i);
  }

  WouldGo play() {
    for (int asked = 0; !waiting_.empty() && asked < most_asked; ++asked) {
      const auto [at, i] = *waiting_.begin();
      if (at > would_.until) break;
      waiting_.erase(waiting_.begin());
      ask(at, i);
    }
    return std::move(would_);
  }

 private:
  void ask(Instant at, std::size_t i) {
    house_.now = at;
    DueFacts facts = each_[i];
    const auto& contacts = contacts_[due_[i].recipient];
    facts.contacts.insert(facts.contacts.end(), contacts.begin(), contacts.end());
    Judge judge(house_);
    const Decision decision = judge.ask(due_[i], facts);
    if (decision.kind == DecisionKind::allow) leaves(judge, i, facts);
    house_ = judge.house();
    if (decision.kind == DecisionKind::defer) waiting_.emplace(std::max(decision.until, at + milliseconds{1}), i);
    if (decision.kind != DecisionKind::hold && decision.kind != DecisionKind::drop) return;
    ++(is_too_late(decision.reason) ? would_.too_late : would_.others);
  }

  void leaves(Judge& judge, std::size_t i, const DueFacts& facts) {
    const Due& due = due_[i];
    judge.count(due, facts);
    would_.leave.push_back(due);
    contacts_[due.recipient].push_back({.at = judge.house().now,
                                        .account = {},
                                        .attempt = {},
                                        .client = due.client,
                                        .start_local = facts.start_local,
                                        .start_instant = facts.starts_at,
                                        .channel = due.key.channel,
                                        .due = due.due,
                                        .running = false,
                                        .in_vain = false});
  }

  std::vector<Due> due_;
  std::vector<DueFacts> each_;
  HouseFacts house_;
  std::map<std::string, std::vector<PastContact>> contacts_;
  std::set<std::pair<Instant, std::size_t>> waiting_;
  WouldGo would_;
};

/// An hour's contacts of an account that goes by its agents, with those who are there now.
std::size_t most_by_agents(const std::optional<Capacity>& capacity) {
  if (!capacity) return release_limit;
  const double pace = capacity->pace().hold == PaceHold::none ? capacity->pace().contacts_per_hour : 0;
  return static_cast<std::size_t>(capacity->state().permits + pace);
}

}  // namespace

Result<WouldGo> would_go(Unit& unit) {
  const Instant until = std::chrono::ceil<FiveMinutes>(unit.now() + hours{1});
  std::vector<Due> due = TRY(Views(unit).behind_stop(release_limit, until));
  Facts facts = TRY(unit.facts(due));
  facts.house.stopped = false;
  facts.house.line = free_lines;
  facts.house.volume.probation = probation_limit(unit.now(), unit.now(), TRY(unit.tally().highs()));
  const std::size_t most = most_by_agents(facts.house.capacity);
  facts.house.capacity.reset();
  WouldGo would = Hour(std::move(due), std::move(facts), until).play();
  if (would.leave.size() > most) would.leave.resize(most, would.leave.front());
  return would;
}

}  // namespace courtesy::api

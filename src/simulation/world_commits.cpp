// What is committed: the witness of each unit, commits that fail, and what is in doubt after them.
#include <fmt/format.h>

#include <algorithm>

#include "base/zone.h"
#include "simulation/world.h"

namespace courtesy::simulation {
namespace {

/// Scenarios make a rule anew under an id so much higher: to the person who is told it is the same rule.
constexpr std::int64_t made_anew = 1'000;

/// A start as its wall clock shows it, however it is written.
std::string as_local(const std::string& start, const std::string& zone) {
  const auto instant = parse_instant(start);
  return instant ? to_string(Zone::find(zone).value().to_local(*instant)) : start;
}

}  // namespace

/// Looks on for one life.
class World::Witness final : public StoreWitness {
 public:
  Witness(World& world, Life& life) : world_(world), life_(life) {}
  void begins() override { world_.seen_attempt_.clear(); }
  Result<void> unit_ran(Unit& unit, UnitTrace& trace) override { return world_.unit_ran(unit, trace); }
  void unit_runs(UnitTrace* trace) override { world_.running_ = trace; }
  Fate commit(Db& db, std::span<const UnitTrace> traces, CommitEnding& ending) override {
    return world_.commit(life_, db, traces, ending);
  }
  void over(std::vector<UnitTrace> traces, Fate fate) override { world_.over(life_, std::move(traces), fate); }
  Db& database() override { return world_.machine_.db(); }

 private:
  World& world_;
  Life& life_;
};

std::unique_ptr<StoreWitness> World::witness_of(Life& life) { return std::make_unique<Witness>(*this, life); }

Result<void> World::unit_ran(Unit& unit, UnitTrace& trace) {
  if (!unit.account()) {
    trace.stopped = !TRY(unit.db().run("SELECT 1 FROM stop LIMIT 1")).empty();
    return {};
  }
  const std::int64_t account = unit.account().value();
  for (const auto& row :
       TRY(unit.db().run("SELECT ledger_seq, stopped_at IS NOT NULL FROM account WHERE account = $1", {account}))) {
    trace.ledger_seq = row[0].number();
    trace.stopped = row[1].number() != 0;
  }
  std::int64_t& seen = seen_attempt_.try_emplace(account, last_attempt_[account]).first->second;
  for (const auto& row : TRY(unit.db().run(
           "SELECT t.attempt, p.uid, t.rule, t.channel, t.start, t.recipient, t.secret, t.text, p.zone FROM attempt t"
           " JOIN appointment p ON p.account = t.account AND p.appointment = t.appointment"
           " WHERE t.account = $1 AND t.attempt > $2 ORDER BY t.attempt",
           {account, seen}))) {
    trace.intents.push_back({.account = account,
                             .attempt = row[0].number(),
                             .uid = row[1].text(),
                             .rule = static_cast<int>(row[2].number() % made_anew),
                             .channel = parse_channel(row[3].text()).value(),
                             .start = as_local(row[4].text(), row[8].text()),
                             .recipient = row[5].text(),
                             .secret = row[6].text(),
                             .text = row[7].text()});
    seen = row[0].number();
  }
  return {};
}

Fate World::commit(Life& life, Db& db, std::span<const UnitTrace> traces, CommitEnding& ending) {
  const bool intent = std::ranges::any_of(traces, [](const UnitTrace& trace) { return !trace.intents.empty(); });
  const std::string_view boundary = intent ? "intent" : "other";
  const auto take = [&](FaultKind kind) {
    auto fault = faults_.take_at_commit(kind, time_.now(), intent);
    if (fault) happened(*fault, boundary);
    return fault;
  };
  const auto self = life.self.lock();
  if (take(FaultKind::crash_before_commit)) {
    db.roll_back();
    die(self);
    ending = CommitEnding::rolled_back;
    return Fate::rolled_back;
  }
  if (const auto fault = take(FaultKind::power_loss)) {
    machine_.disk().halt_after(1 + fault->dice % 12);
    ending = db.commit();
    power_fails();
    return Fate::in_doubt;
  }
  if (take(FaultKind::sync_failed)) machine_.disk().fail_syncs(1);
  ending = db.commit();
  if (ending == CommitEnding::rolled_back) return Fate::rolled_back;
  if (ending == CommitEnding::unknown) return Fate::in_doubt;
  if (take(FaultKind::crash_after_commit)) die(self);
  return Fate::committed;
}

void World::over(const Life& life, std::vector<UnitTrace> traces, Fate fate) {
  seen_attempt_.clear();
  if (fate == Fate::rolled_back) return;
  if (fate == Fate::in_doubt) {
    for (UnitTrace& trace : traces) {
      if (!trace.intents.empty() || !trace.changes.empty()) doubts_.emplace_back(std::move(trace), time_.now());
    }
    return;
  }
  resolve_doubts();
  if (life.replaced) {
    checker_.violation("fencing", fmt::format("life {}", life.store->node().epoch), "it has committed a unit");
  }
  for (const UnitTrace& trace : traces) {
    for (const SeenIntent& intent : trace.intents) {
      // Its process has died with this very commit.
      if (life.loop.dead()) checker_.intent_in_doubt(intent, time_.now());
      if (!life.loop.dead()) checker_.intent(intent, time_.now());
    }
    take_over(trace, time_.now());
  }
}

void World::take_over(const UnitTrace& trace, Instant at) {
  if (trace.stopped) checker_.touched().stopped(trace.account, *trace.stopped, at);
  for (const SeenIntent& intent : trace.intents) {
    last_attempt_[trace.account] = std::max(last_attempt_[trace.account], intent.attempt);
  }
  for (const Change& change : trace.changes) {
    trace_.line(fmt::format("{} clinic {}: {}", to_string(at), trace.account, change.what));
    change.apply(model_, at);
  }
  if (trace.ledger_seq > 0) ledger_seq_[trace.account] = trace.ledger_seq;
}

/// What was in doubt is there, or is not.
void World::resolve_doubts() {
  if (doubts_.empty() || !machine_.on()) return;
  for (auto& [trace, at] : std::exchange(doubts_, {})) {
    UnitTrace found{.account = trace.account};
    for (const SeenIntent& intent : trace.intents) {
      const auto rows = machine_.db().run("SELECT secret FROM attempt WHERE account = $1 AND attempt = $2",
                                          {trace.account, intent.attempt});
      if (rows && !rows->empty() && (*rows)[0][0].text() == intent.secret) found.intents.push_back(intent);
    }
    for (Change& change : trace.changes) {
      if (change.present(machine_.db())) found.changes.push_back(std::move(change));
    }
    counts_.add(found.intents.empty() && found.changes.empty() ? "doubt.gone" : "doubt.there");
    for (const SeenIntent& intent : found.intents) checker_.intent_in_doubt(intent, at);
    take_over(found, at);
  }
}

void World::check_durable() {
  const auto accounts = machine_.db().run("SELECT COUNT(*) FROM account WHERE account > 0");
  if (!accounts || (*accounts)[0][0].number() < static_cast<std::int64_t>(plan_.clinics.size()))
    checker_.violation("durable", "the house", "its accounts are gone");
  for (const auto& [account, intent] : checker_.newest()) {
    const auto rows =
        machine_.db().run("SELECT secret FROM attempt WHERE account = $1 AND attempt = $2", {account, intent.attempt});
    if (!rows || rows->empty() || (*rows)[0][0].text() != intent.secret)
      checker_.violation("durable", fmt::format("clinic {} attempt {}", account, intent.attempt), "it is gone");
  }
  for (const auto& [account, seq] : ledger_seq_) {
    const auto rows = machine_.db().run("SELECT ledger_seq FROM account WHERE account = $1", {account});
    if (!rows || rows->empty() || (*rows)[0][0].number() < seq)
      checker_.violation("durable", fmt::format("clinic {} ledger {}", account, seq), "its end is gone");
    const auto last = machine_.db().run("SELECT MAX(attempt) FROM attempt WHERE account = $1", {account});
    if (last && !last->empty()) last_attempt_[account] = std::min(last_attempt_[account], (*last)[0][0].number());
  }
}

}  // namespace courtesy::simulation

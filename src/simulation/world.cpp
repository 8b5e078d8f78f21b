#include "simulation/world.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/planted.h"
#include "simulation/clinic.h"
#include "simulation/day.h"
#include "simulation/names.h"
#include "simulation/workload.h"
#include "store/booking.h"
#include "store/capacity.h"
#include "store/migrations.h"
#include "store/tally.h"

namespace courtesy::simulation {
namespace {

phonenet::Settings network_settings(const Plan& plan, phonenet::Directory directory) {
  const std::string base = our_origin;
  phonenet::Settings settings;
  settings.account_sid = account_sid;
  settings.auth_token = auth_token;
  for (const Clinic& clinic : plan.clinics) {
    settings.numbers.push_back({.number = clinic.caller_number,
                                .voice_url = base + "/twilio/call/incoming",
                                .sms_url = base + "/twilio/text/incoming",
                                .sms_fallback_url = {},
                                .voice_status_url = base + "/twilio/call/incoming/status"});
  }
  settings.numbers.push_back(
      {.number = pager_number, .voice_url = {}, .sms_url = base + "/twilio/text/incoming", .sms_fallback_url = {}});
  settings.strict = true;
  settings.seed = plan.seed;
  settings.directory = std::move(directory);
  settings.journal_entries = 1;  // the checker reads along
  return settings;
}

Account account_of(const Clinic& clinic) {
  Account account = sample_clinic();
  account.name = account.spoken_name = clinic.name;
  account.caller_number = clinic.caller_number;
  account.zone = clinic.zone;
  return account;
}

phonenet::Directory directory_of(const std::string& people) {
  if (!people.empty()) return phonenet::Directory::read(people).value();
  static const phonenet::Directory usual = phonenet::Directory::read(workload_people()).value();
  return usual;
}

}  // namespace

World::World(Plan plan, WorldSettings settings)
    : plan_(std::move(plan)),
      settings_(std::move(settings)),
      time_(plan_.begins),
      chance_(SeededRandom(plan_.seed).fork("world")),
      trace_(settings_.keeps_lines),
      model_(plan_),
      faults_(plan_.faults),
      checker_({.plan = plan_,
                .model = model_,
                .clock = time_,
                .trace = trace_,
                .counts = counts_,
                .slack = [this] { return slack_; },
                .operator_phone = settings_.operator_phone}),
      store_settings_(simulated_store_settings()),
      machine_(!planted(Bug::commits_not_synced)),
      delays_(time_, time_),
      wire_({.time = time_,
             .faults = faults_,
             .checker = checker_,
             .trace = trace_,
             .happened = [this](const PlannedFault& fault, std::string_view boundary) { happened(fault, boundary); },
             .serving = [this] { return serving(); },
             .kill = [this](const std::shared_ptr<Life>& life) { die(life); },
             .meanwhile = [this](const PlannedFault& fault, const std::string& token) { meanwhile(fault, token); },
             .random = chance_.fork("wire")}) {
  network_ = std::make_unique<phonenet::Network>(time_, time_, wire_.callbacks(),
                                                 network_settings(plan_, directory_of(settings_.people)));
  network_->journal().set_sink([this](const phonenet::Entry& entry) {
    trace_.line(phonenet::to_json(entry));
    if (look_) look_(entry);
    checker_.journal(entry);
  });
  mailbox_ = std::make_unique<phonenet::Mailbox>(time_, time_, network_->journal());
  wire_.connect(*network_, *mailbox_);
}

World::~World() {
  for (const auto& life : lives_) life->loop.kill();
  lives_.clear();
}

Result<void> World::begin() {
  TRY(machine_.open());
  TRY(migrate(machine_.db(), {}, time_.now()));
  TRY(build_house());
  if (settings_.planner) start_node("planner", planner_settings());
  start_life();
  schedule();
  return {};
}

Result<void> World::build_house() {
  Db& db = machine_.db();
  TRY(db.begin());
  const auto per_day = static_cast<std::int64_t>(plan_.actions.size()) * rules / 8;
  for (const Clinic& clinic : plan_.clinics) {
    Unit house(db, AccountId{}, time_.now(), store_settings_, {});
    const AccountId account = TRY(house.accounts().create(account_of(clinic)));
    Unit unit(db, account, time_.now(), store_settings_, {});
    for (const Rule& rule : sample_rules()) TRY(add_rule(unit, rule));
    if (clinic.per_minute > 0) TRY(unit.pacing().set({.per_minute = clinic.per_minute}));
    // Looked at when it signed up: what this plan needs is nothing unusual for it.
    TRY(unit.tally().set_standing(Standing::reviewed, std::max<std::int64_t>(3'000, 30 * per_day)));
  }
  if (db.commit() != CommitEnding::committed) return Error{ErrorCode::unavailable, "the house could not be built"};
  return {};
}

void World::schedule() {
  // Each action asks for the next one, so that a long plan is no long list of timers.
  for (std::size_t first = 0; first < plan_.actions.size();) {
    std::size_t last = first;
    while (last < plan_.actions.size() && plan_.actions[last].at == plan_.actions[first].at) ++last;
    const milliseconds wait = std::max(milliseconds{0}, plan_.actions[first].at - time_.now());
    delays_.in(wait, [this, first, last] {
      for (std::size_t i = first; i < last; ++i) act(plan_.actions[i]);
    });
    first = last;
  }
  for (const FaultKind kind :
       {FaultKind::disk_full, FaultKind::unreachable, FaultKind::stale_listing, FaultKind::clock_forward,
        FaultKind::clock_back, FaultKind::zombie, FaultKind::two_workers, FaultKind::slow_commit}) {
    const auto planned = faults_.waiting().find(kind);
    if (planned == faults_.waiting().end()) continue;
    for (const PlannedFault& fault : planned->second) {
      delays_.in(std::max(milliseconds{0}, fault.at - time_.now()), [this, kind] {
        if (const auto now = faults_.take(kind, time_.now())) happen(*now);
      });
    }
  }
  if (settings_.staff) delays_.in(hours{1}, [this] { review(); });
}

void World::run_until(Instant until) { time_.run_until(until); }

Result<void> World::finish() {
  run_until(plan_.ends);
  if (!machine_.on()) return Error{ErrorCode::unavailable, "the power is still off at the end"};
  const auto finished = checker_.finish(machine_.db());
  // What was found broken says more than that the rest cannot be asked for.
  if (!finished && checker_.violation_count() > 0) return {};
  TRY(finished);
  count_store(machine_.db());
  return {};
}

void World::count_store(Db& db) {
  const auto count = [&](std::string_view prefix, std::string_view sql) {
    const auto rows = db.run(sql);
    if (!rows) return;
    for (const auto& row : *rows) {
      const std::string second = row[1].text().empty() ? "" : "." + row[1].text();
      counts_.add(fmt::format("{}.{}{}", prefix, row[0].text(), second), row[2].number());
    }
  };
  count("ledger",
        "SELECT kind, CASE kind WHEN 'imported' THEN '' WHEN 'planned' THEN '' ELSE code END AS c, COUNT(*)"
        " FROM ledger GROUP BY kind, c ORDER BY kind, c");
  count("reminder",
        "SELECT state, CASE WHEN state IN ('held', 'dropped', 'withdrawn') THEN reason ELSE '' END AS r,"
        " COUNT(*) FROM reminder GROUP BY state, r ORDER BY state, r");
  count("attempt",
        "SELECT state, CASE state WHEN 'ended' THEN outcome ELSE '' END AS o, COUNT(*) FROM attempt"
        " GROUP BY state, o ORDER BY state, o");
}

}  // namespace courtesy::simulation

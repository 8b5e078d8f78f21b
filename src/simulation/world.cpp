#include "simulation/world.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/planted.h"
#include "phonenet/webhooks/signature.h"
#include "simulation/clinic.h"
#include "simulation/day.h"
#include "simulation/workload.h"
#include "store/attempts.h"
#include "store/booking.h"
#include "store/clients.h"
#include "store/migrations.h"
#include "store/tally.h"
#include "store/trips.h"

namespace courtesy::simulation {
namespace {

constexpr const char* account_sid = "AC00000000000000000000000000000001";
constexpr const char* auth_token = "simulated";
constexpr const char* node_name = "one";
constexpr const char* pager_number = "+16175550001";
constexpr const char* source = "clinic.ics";
constexpr hours people_decide_within{4};
/// Scenarios make a rule anew under an id so much higher: to the person who is told it is the same rule.
constexpr std::int64_t made_anew = 1'000;

phonenet::Settings network_settings(const Plan& plan, phonenet::Directory directory) {
  const std::string base = our_origin;
  phonenet::Settings settings;
  settings.account_sid = account_sid;
  settings.auth_token = auth_token;
  for (const Clinic& clinic : plan.clinics) {
    settings.numbers.push_back({.number = clinic.caller_number,
                                .voice_url = base + "/twilio/call/incoming",
                                .sms_url = base + "/twilio/text/incoming",
                                .sms_fallback_url = {}});
  }
  settings.numbers.push_back(
      {.number = pager_number, .voice_url = {}, .sms_url = base + "/twilio/text/incoming", .sms_fallback_url = {}});
  settings.strict = true;
  settings.seed = plan.seed;
  settings.directory = std::move(directory);
  settings.journal_entries = 1;  // the checker reads along
  return settings;
}

NodeSettings node_settings(NodeSettings settings) {
  settings.twilio.base_url = network_origin;
  settings.twilio.account_sid = account_sid;
  settings.twilio.auth_token = Secret<std::string>(auth_token);
  settings.twilio.public_url = our_origin;
  settings.smtp = smtp::Settings{.domain = "courtesy.example",
                                 .public_url = our_origin,
                                 .link_keys = {Secret<std::string>("a simulated key of a link")},
                                 .unsubscribe_mailbox = {}};
  return settings;
}

Account account_of(const Clinic& clinic) {
  Account account = sample_clinic();
  account.name = account.spoken_name = clinic.name;
  account.caller_number = clinic.caller_number;
  account.zone = clinic.zone;
  return account;
}

/// What a source says of one booking.
intake::Booked booked_of(const Patient& patient, const std::string& uid, LocalTime start, const std::string& zone,
                         std::int64_t sequence) {
  intake::Booked booked;
  booked.uid = uid;
  booked.sequence = sequence;
  booked.start = {.local = start,
                  .zone = zone,
                  .instant = Zone::find(zone).value().resolve(start).instant,
                  .authority = Authority::local};
  booked.name = patient.name;
  if (!patient.number.empty()) booked.number = PhoneNumber::parse(patient.number).value();
  booked.email = patient.email;
  return booked;
}

/// A start as its wall clock shows it, however it is written.
std::string as_local(const std::string& start, const std::string& zone) {
  const auto instant = parse_instant(start);
  return instant ? to_string(Zone::find(zone).value().to_local(*instant)) : start;
}

phonenet::Directory directory_of(const std::string& people) {
  if (!people.empty()) return phonenet::Directory::read(people).value();
  static const phonenet::Directory usual = phonenet::Directory::read(workload_people()).value();
  return usual;
}

}  // namespace

/// Looks on for one life.
class World::Witness final : public StoreWitness {
 public:
  Witness(World& world, Life& life) : world_(world), life_(life) {}
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

/// Staff press a button until it says that it is saved.
struct World::Errand {
  AccountId account;
  std::function<Result<void>(Unit&)> work;
  std::vector<Change> changes;
  std::function<void(Life&)> then;
  bool done = false;
};

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
  TRY(migrate(machine_.db(), time_.now()));
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

// Lives.

std::shared_ptr<Life> World::serving() const {
  for (auto life = lives_.rbegin(); life != lives_.rend(); ++life) {
    if (!(*life)->loop.dead()) return *life;
  }
  return nullptr;
}

void World::start_life() {
  if (!machine_.on()) return;
  if (time_.now() < down_until_) return restart_in(down_until_ - time_.now());
  NodeSettings settings = settings_.node;
  if (settings_.planner) settings.watch = WatchSettings{};  // heartbeats, and nobody to page
  if (!start_node(node_name, settings)) restart_in(seconds{30});
}

/// The pager has a number of its own, and rings whatever is stopped.
NodeSettings World::planner_settings() const {
  NodeSettings settings = settings_.node;
  settings.dispatches = false;
  settings.watch = WatchSettings{};
  settings.watch->pager.operators = {{.name = "Pat", .phone = settings_.operator_phone, .email = {}}};
  settings.watch->pager.from = pager_number;
  settings.watch->pager.public_url = our_origin;
  return settings;
}

bool World::start_node(const std::string& name, const NodeSettings& settings) {
  const NodeEpoch none;
  Unit house(machine_.db(), AccountId{}, time_.now() + machine_.clock_offset, store_settings_, none);
  const auto epoch = house.accounts().begin_epoch(name);
  if (!epoch) return false;
  for (const auto& other : lives_) other->replaced = other->replaced || other->store->node().node == name;
  auto life =
      std::make_shared<Life>(time_, machine_.clock_offset, wire_, chance_.fork(fmt::format("life {}", ++starts_)));
  life->self = life;
  life->witness = std::make_unique<Witness>(*this, *life);
  life->store = std::make_unique<SimStore>(SimStore::Parts{.loop = life->loop,
                                                           .settings = store_settings_,
                                                           .witness = *life->witness,
                                                           .random = life->random.fork("store")},
                                           NodeEpoch{name, *epoch});
  life->node = Node::make(node_settings(settings), {.loop = life->loop,
                                                    .clock = life->loop,
                                                    .store = *life->store,
                                                    .http = life->http,
                                                    .mail = &life->mail,
                                                    .random = life->random,
                                                    .log = life->log,
                                                    .environment = store_settings_.environment})
                   .value();
  lives_.push_back(life);
  trace_.line(fmt::format("{} life {} starts", to_string(time_.now()), *epoch));
  life->node->start();
  return true;
}

void World::restart_in(milliseconds down) {
  delays_.in(std::max(milliseconds{1}, down), [this, number = ++restarts_] {
    if (number == restarts_) start_life();
  });
}

/// Nothing of it has any effect from here on; it is taken away once nothing of it is on the stack any more.
void World::kill(const std::shared_ptr<Life>& life) {
  if (life->loop.dead()) return;
  life->loop.kill();
  trace_.line(fmt::format("{} life {} dies", to_string(time_.now()), life->store->node().epoch));
  time_.post([this, life] { std::erase(lives_, life); });
}

milliseconds World::draw_down() {
  const auto drawn = chance_.below(10);
  if (drawn < 6) return seconds{1} + milliseconds{chance_.below(20'000)};
  if (drawn < 9) return seconds{20} + milliseconds{chance_.below(600'000)};
  return minutes{10} + milliseconds{chance_.below(10'000'000)};
}

void World::disturb(milliseconds length) {
  model_.disturb(time_.now() - minutes{1}, time_.now() + length + minutes{30});
}

void World::die(const std::shared_ptr<Life>& life) {
  const bool newest = serving() == life;
  kill(life);
  if (!newest) return;
  const milliseconds down = draw_down();
  disturb(down);
  restart_in(down);
}

void World::crash(milliseconds down) {
  if (const auto life = serving()) kill(life);
  disturb(down);
  restart_in(down);
}

void World::power_fails() {
  for (const auto& life : std::vector(lives_)) kill(life);
  const milliseconds down = draw_down();
  disturb(down);
  time_.post([this, down] {
    lives_.clear();
    if (machine_.on()) machine_.lose_power(chance_);
    ++restarts_;
    delays_.in(down, [this] {
      if (const auto opened = machine_.open(); !opened) {
        return checker_.violation("durable", "the database", "it cannot be opened: " + opened.error().message);
      }
      check_durable();
      resolve_doubts();
      start_life();
    });
  });
}

void World::lose_power(milliseconds) { power_fails(); }

void World::zombie(milliseconds stands_still) {
  const auto life = serving();
  if (!life || life->loop.paused()) return;
  life->loop.pause();
  disturb(stands_still);
  restart_in(std::min(stands_still / 2 + milliseconds{1}, milliseconds{seconds{2 + chance_.below(30)}}));
  delays_.in(stands_still, [life] {
    if (!life->loop.dead()) life->loop.resume();
  });
  delays_.in(stands_still + minutes{10}, [this, life] { kill(life); });
}

void World::two_workers(milliseconds both) {
  const auto life = serving();
  if (!life || life->loop.paused()) return;
  disturb(both);
  restart_in(milliseconds{1});
  delays_.in(both, [this, life] {
    if (life->replaced) kill(life);
  });
}

void World::set_clock(milliseconds by) {
  machine_.clock_offset += by;
  slack_ += by < milliseconds{0} ? -by : by;
  disturb(slack_);
}

void World::fill_disk(std::uint64_t bytes, milliseconds length) {
  if (!machine_.on()) return;
  machine_.disk().fill_up(bytes);
  disturb(length);
  delays_.in(length, [this] { machine_.disk().make_space(); });
}

void World::gateway_unreachable(milliseconds length) {
  wire_.unreachable_until(time_.now() + length);
  disturb(length);
}

void World::stale_listing(milliseconds length) {
  network_->set_listing_lag(minutes{10});
  delays_.in(length, [this] { network_->set_listing_lag(milliseconds{0}); });
}

void World::happened(const PlannedFault& fault, std::string_view boundary) {
  counts_.add(fmt::format("fault.{}", name_of(fault.kind)));
  counts_.add(fmt::format("boundary.{}.{}", name_of(fault.kind), boundary));
  trace_.line(fmt::format("{} fault {} at {}", to_string(time_.now()), name_of(fault.kind), boundary));
  disturb(minutes{30});
}

void World::happen(const PlannedFault& fault) {
  happened(fault, "clock");
  switch (fault.kind) {
    case FaultKind::disk_full: return fill_disk(fault.dice % 20'000, fault.length);
    case FaultKind::unreachable: return gateway_unreachable(fault.length);
    case FaultKind::stale_listing: return stale_listing(fault.length);
    case FaultKind::clock_forward: return set_clock(fault.length);
    case FaultKind::clock_back: return set_clock(-fault.length);
    case FaultKind::zombie: return zombie(fault.length);
    case FaultKind::two_workers: return two_workers(fault.length);
    case FaultKind::slow_commit:
      if (const auto life = serving()) life->store->slow_down(fault.length);
      return;
    default: return;
  }
}

// Commits.

Result<void> World::unit_ran(Unit& unit, UnitTrace& trace) {
  if (!unit.account()) return {};
  const std::int64_t account = unit.account().value();
  for (const auto& row : TRY(unit.db().run("SELECT ledger_seq FROM account WHERE account = $1", {account})))
    trace.ledger_seq = row[0].number();
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
  for (const UnitTrace& trace : traces) take_over(trace, time_.now());
}

void World::take_over(const UnitTrace& trace, Instant at) {
  for (const SeenIntent& intent : trace.intents) {
    checker_.intent(intent, at);
    last_attempt_[trace.account] = std::max(last_attempt_[trace.account], intent.attempt);
  }
  for (const Change& change : trace.changes) change.apply(model_, at);
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

// People.

void World::write(AccountId account, std::function<Result<void>(Unit&)> work, std::vector<Change> changes) {
  auto errand = std::make_shared<Errand>();
  errand->account = account;
  errand->work = std::move(work);
  errand->changes = std::move(changes);
  run(errand);
}

void World::run(const std::shared_ptr<Errand>& errand) {
  if (errand->done) return;
  const auto life = serving();
  // Whether it was saved or not: who hears nothing presses again.
  delays_.in(seconds{40}, [this, errand] { run(errand); });
  if (!life || life->loop.paused()) return;
  life->store->write(
      errand->account,
      [this, errand](Unit& unit) -> Result<void> {
        TRY(errand->work(unit));
        if (running_ != nullptr)
          running_->changes.insert(running_->changes.end(), errand->changes.begin(), errand->changes.end());
        return {};
      },
      [errand, life](WriteEnding ending) {
        if (ending.commit != CommitEnding::committed || errand->done) return;
        errand->done = true;
        if (errand->then) errand->then(*life);
        life->node->changed();
      });
}

std::string World::present_uid(const Action& action) const {
  const auto renamed = renamed_.find({action.clinic + 1, action.uid});
  return renamed == renamed_.end() ? action.uid : renamed->second;
}

void World::act(const Action& action) {
  counts_.add(fmt::format("action.{}", name_of(action.kind)));
  const AccountId account(action.clinic + 1);
  switch (action.kind) {
    case ActionKind::book:
    case ActionKind::move:
    case ActionKind::cancel:
    case ActionKind::come_back:
    case ActionKind::edit:
    case ActionKind::renumber:
    case ActionKind::rezone: return book(action);
    case ActionKind::reexport: return reexport(action);
    case ActionKind::opt_out:
    case ActionKind::opt_in: {
      const bool out = action.kind == ActionKind::opt_out;
      const Patient& patient = model_.patient(action.patient);
      for (const std::string& recipient : {patient.number, patient.email}) {
        if (recipient.empty()) continue;
        write(account,
              [recipient, out](Unit& unit) {
                return out ? unit.clients().suppress(recipient, "staff") : unit.clients().unsuppress(recipient);
              },
              {{.apply =
                    [account, recipient, out](Model& model, Instant now) {
                      if (out) model.opt_out(account.value(), recipient, now);
                      if (!out) model.opt_in(account.value(), recipient);
                    },
                .present = [](Db&) { return false; }}});
      }
      return;
    }
    case ActionKind::stop:
    case ActionKind::release: {
      const bool stops = action.kind == ActionKind::stop;
      auto errand = std::make_shared<Errand>();
      errand->account = account;
      errand->work = [stops](Unit& unit) {
        return stops ? unit.accounts().set_stop("staff", "a drill") : unit.accounts().clear_stop();
      };
      errand->changes = {{.apply =
                              [account, stops](Model& model, Instant now) {
                                if (stops) model.stop(account.value(), now);
                                if (!stops) model.release(account.value(), now);
                              },
                          .present =
                              [account, stops](Db& db) {
                                Unit unit(db, account, Instant{}, simulated_store_settings(), {});
                                const auto stop = unit.accounts().stop();
                                return stop.ok() && stop->has_value() == stops;
                              }}};
      if (stops) errand->then = [](Life& life) { life.node->stopped(); };
      return run(errand);
    }
    case ActionKind::stranger: return send_as_stranger(action);
  }
}

namespace {

/// Whether the store has this booking so.
bool stands_so(Db& db, AccountId account, const intake::Booked& booked) {
  const auto rows = db.run(
      "SELECT p.booking, p.local, p.zone, c.number, c.name FROM appointment p JOIN client c"
      " ON c.account = p.account AND c.client = p.client WHERE p.account = $1 AND p.source = $2 AND p.uid = $3",
      {account, source, booked.uid});
  if (!rows || rows->empty()) return false;
  const Row& row = (*rows)[0];
  if (row[0].text() != to_string(booked.booking)) return false;
  return row[1].text() == to_string(booked.start.local) && row[2].text() == booked.start.zone &&
         row[4].text() == booked.name;
}

}  // namespace

void World::book(const Action& action) {
  const AccountId account(action.clinic + 1);
  const std::string uid = present_uid(action);
  intake::Booked booked = booked_of(model_.patient(action.patient), uid, action.start, action.zone, action.sequence);
  // After a new export its events are counted anew.
  if (uid != action.uid && booked.sequence < 1'000) booked.sequence += 1'000;
  if (action.kind == ActionKind::cancel) booked.booking = Booking::cancelled;
  if (action.kind == ActionKind::edit) booked.summary = "Room 2";
  const bool cancelled = action.kind == ActionKind::cancel;
  auto taken = std::make_shared<bool>(false);
  const Visit visit{account.value(), uid};
  write(account,
        [booked, taken,
         past = time_.now() <= plan_.begins ? Past::left_out : Past::may_be_late](Unit& unit) -> Result<void> {
          const ImportCounts counts = TRY(
              take_bookings(unit, {.name = source, .attested = sample_consent, .past = past}, std::span(&booked, 1)));
          *taken = counts.unchanged == 0;
          return {};
        },
        {{.apply =
              [visit, action, taken, cancelled](Model& model, Instant now) {
                if (!*taken) return;
                if (cancelled) return model.cancel(visit, now);
                model.book(visit, action.patient, action.start, action.zone, now);
              },
          .present =
              [account, booked, taken](Db& db) {
                *taken = stands_so(db, account, booked);
                return *taken;
              }}});
}

/// The calendar program writes the same event under another uid, and the old one is in it no more.
void World::reexport(const Action& action) {
  const AccountId account(action.clinic + 1);
  const std::string uid = present_uid(action);
  const Promise* promise = model_.standing({account.value(), uid});
  if (promise == nullptr || uid != action.uid) return;
  const std::string again = uid + "-again";
  renamed_[{account.value(), uid}] = again;
  const Promise old = *promise;
  const auto as = [&](const std::string& name, std::int64_t sequence) {
    return booked_of(model_.patient(old.patient), name, old.start, old.zone, sequence);
  };
  std::vector<intake::Booked> both{as(again, 1'000), as(uid, 1'000)};
  both.back().booking = Booking::cancelled;
  write(account,
        [both](Unit& unit) -> Result<void> {
          TRY(take_bookings(unit, {.name = source, .attested = sample_consent}, both));
          return {};
        },
        {{.apply =
              [account, uid, again, old](Model& model, Instant now) {
                model.book({account.value(), again}, old.patient, old.start, old.zone, now);
                model.cancel({account.value(), uid}, now);
              },
          .present = [account, booked = both.front()](Db& db) { return stands_so(db, account, booked); }}});
}

void World::send_as_stranger(const Action&) {
  const auto life = serving();
  if (!life || life->loop.paused()) return;
  const bool forged = chance_.chance(0.5);
  const std::string path = fmt::format("/twilio/call/1.1.{}/status", SeededRandom(chance_.next()).token(16));
  const http::Fields fields{{"AccountSid", account_sid},
                            {"CallSid", "CA00000000000000000000000000000001"},
                            {"CallStatus", "completed"},
                            {"From", plan_.clinics[0].caller_number},
                            {"To", "+16175552000"}};
  http::Request request{.method = "POST", .url = path};
  request.headers = {
      {"Content-Type", "application/x-www-form-urlencoded"},
      {"X-Twilio-Signature", forged ? "Zm9yZ2Vk" : phonenet::sign(auth_token, std::string(our_origin) + path, fields)}};
  request.body = http::encode_form(fields);
  life->loop.post([this, life, forged, request = std::move(request)]() mutable {
    life->node->handle(std::move(request), [this, forged](http::Response response) {
      counts_.add(fmt::format("stranger.{}", response.status));
      const bool refused = response.status == (forged ? 403 : 404) || response.status == 503;
      if (!refused) checker_.violation("stranger", forged ? "forged" : "of nobody", std::to_string(response.status));
    });
  });
}

/// In a quarter of such moments the booking is cancelled before the node knows that its request was in vain.
void World::meanwhile(const PlannedFault& fault, const std::string& token) {
  const SeenIntent* intent = checker_.intent_of(token);
  if (intent == nullptr || fault.dice % 4 != 0) return;
  const Promise* promise = model_.standing({intent->account, intent->uid});
  if (promise == nullptr) return;
  act({.at = time_.now(),
       .kind = ActionKind::cancel,
       .clinic = static_cast<int>(intent->account) - 1,
       .uid = intent->uid,
       .patient = promise->patient,
       .start = promise->start,
       .zone = promise->zone,
       .sequence = ++sequence_});
}

/// Once an hour somebody looks at what waits for a person: what has tripped is released within four hours.
void World::review() {
  delays_.in(hours{1}, [this] { review(); });
  const auto life = serving();
  if (!life || !machine_.on()) return;
  const auto stopped = machine_.db().run(
      "SELECT account, stopped_at FROM account WHERE stopped_at IS NOT NULL AND stopped_who = 'failsafe'"
      " UNION ALL SELECT 0, at FROM stop WHERE who = 'failsafe' ORDER BY 1");
  if (!stopped) return;
  for (const auto& row : *stopped) {
    const AccountId account = row[0].id<AccountId>();
    counts_.add("trips.seen");
    if (chance_.chance(0.3) && time_.now() - row[1].instant() < people_decide_within - hours{1}) continue;
    model_.disturb(row[1].instant() - minutes{5}, time_.now() + hours{1});
    counts_.add("trips.released");
    write(account, [](Unit& unit) -> Result<void> {
      TRY(unit.trips().decide("operator", "looked at what would go out"));
      return unit.accounts().clear_stop();
    });
  }
}

}  // namespace courtesy::simulation

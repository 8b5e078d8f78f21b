// A whole world in one thread of virtual time: a machine with nodes on it, the phone network with its people, the
// clinics' staff, and all that goes wrong. The engine in it is the real one: node, flows, gateways, store, SQLite.
//
// To write a scenario, make a Plan (plan.h) by hand or by draw_plan and change it, then
//
//     World world(std::move(plan), {.people = "[mix]\nconfirms = 1\n"});
//     TRY(world.begin());                     // the house is built and the first life of the node starts
//     world.run_until(when);                  // as often as wanted; between two calls the world stands still
//     world.crash(minutes{480});              // the process dies and is back eight hours later
//     TRY(world.finish());                    // nothing has vanished, every attempt has an ending
//
// and ask world.checker() for violations, world.network().journal() for what the phones saw, world.counts() for what
// was counted. `after` puts something in at a time of one's own; `act` does at once what staff would do. A scenario is
// a row in all_scenarios() (scenario.h).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "phonenet/mailbox.h"
#include "phonenet/network.h"
#include "simulation/checker.h"
#include "simulation/life.h"
#include "simulation/machine.h"
#include "simulation/plan.h"
#include "store/accounts.h"

namespace courtesy::simulation {

struct WorldSettings {
  std::string people;        ///< the phone network's numbers file (TOML); empty: the workload's mix
  bool keeps_lines = false;  ///< of the trace
  bool staff = true;         ///< somebody looks at stops and held lists
  bool planner = false;      ///< a second node, which sends nothing: it goes on while the first is down, and watches
  std::string operator_phone{};  ///< whom the planner pages
  NodeSettings node{};           ///< its gateways are set up by the world; a scenario may change the rest
};

class World {
 public:
  World(Plan plan, WorldSettings settings);
  ~World();

  /// Builds the house (accounts, rules) and starts the first life of the node. Errors: the store's, a broken numbers
  /// file.
  Result<void> begin();
  void run_until(Instant until);
  /// Runs to the plan's end, then asks whether anything has vanished, and counts what the store has. Errors: the
  /// database's.
  Result<void> finish();

  VirtualTime& time() { return time_; }
  phonenet::Network& network() { return *network_; }
  Checker& checker() { return checker_; }
  Model& model() { return model_; }
  Counts& counts() { return counts_; }
  const Trace& trace() const { return trace_; }
  const Plan& plan() const { return plan_; }
  /// The database as it stands; null while the power is off.
  SqliteDb* db() { return machine_.on() ? &machine_.db() : nullptr; }
  /// The life that answers requests; null while none does.
  std::shared_ptr<Life> serving() const;
  /// Called with each line of the network's journal.
  void on_journal(std::function<void(const phonenet::Entry&)> look) { look_ = std::move(look); }

  /// Something of a scenario's own, `wait` from now.
  void after(milliseconds wait, Task task) { delays_.in(wait, std::move(task)); }
  /// What staff or the source do, again and again until it is committed.
  void act(const Action& action);
  /// A unit of staff's or the operator's, again and again until it is committed; `changes` are told to the model then.
  void write(AccountId account, std::function<Result<void>(Unit&)> work, std::vector<Change> changes = {});

  // What goes wrong, for scenarios; a plan's faults do the same by themselves.
  /// The process that serves dies, and another starts `down` later.
  void crash(milliseconds down);
  void lose_power(milliseconds down);
  /// The process that serves stands still; another takes its name over, and later the first one goes on.
  void zombie(milliseconds stands_still);
  void two_workers(milliseconds both);
  void set_clock(milliseconds by);
  void fill_disk(std::uint64_t bytes, milliseconds length);
  void gateway_unreachable(milliseconds length);
  void stale_listing(milliseconds length);

 private:
  class Witness;
  struct Errand;

  std::string token(const char* name) const;
  Result<void> build_house();
  void schedule();
  void happened(const PlannedFault& fault, std::string_view boundary);
  void happen(const PlannedFault& fault);
  void start_life();
  NodeSettings planner_settings() const;
  bool start_node(const std::string& name, const NodeSettings& settings);
  void kill(const std::shared_ptr<Life>& life);
  void die(const std::shared_ptr<Life>& life);
  void power_fails();
  void restart_in(milliseconds down);
  milliseconds draw_down();

  std::unique_ptr<StoreWitness> witness_of(Life& life);
  Result<void> unit_ran(Unit& unit, UnitTrace& trace);
  Fate commit(Life& life, Db& db, std::span<const UnitTrace> traces, CommitEnding& ending);
  void over(const Life& life, std::vector<UnitTrace> traces, Fate fate);
  void take_over(const UnitTrace& trace, Instant at);
  void resolve_doubts();
  void check_durable();

  void run(const std::shared_ptr<Errand>& errand);
  void book(const Action& action);
  void reexport(const Action& action);
  void send_as_stranger(const Action& action);
  void meanwhile(const PlannedFault& fault, const std::string& token);
  void confirm(const Promise& promise);
  void review();
  void release_trips();
  void look_at_held(AccountId account);
  void look_at_doubts(AccountId account);
  std::string present_uid(const Action& action) const;
  void count_store(Db& db);

  Plan plan_;
  WorldSettings settings_;
  VirtualTime time_;
  SeededRandom chance_;
  Trace trace_;
  Counts counts_;
  Model model_;
  Faults faults_;
  milliseconds slack_{0};
  Checker checker_;
  StoreSettings store_settings_;
  Machine machine_;
  phonenet::Delays delays_;
  Wire wire_;
  std::unique_ptr<phonenet::Network> network_;
  std::unique_ptr<phonenet::Mailbox> mailbox_;
  std::vector<std::shared_ptr<Life>> lives_;  // the newest last
  std::function<void(const phonenet::Entry&)> look_;
  int starts_ = 0;
  std::uint64_t restarts_ = 0;  // a planned start of an older number does not happen
  UnitTrace* running_ = nullptr;
  std::map<std::int64_t, std::int64_t> last_attempt_;  // committed, by account
  std::map<std::int64_t, std::int64_t> seen_attempt_;  // in the group that runs
  std::map<std::int64_t, std::int64_t> ledger_seq_;
  std::vector<std::pair<UnitTrace, Instant>> doubts_;
  std::map<Visit, std::string> renamed_;
  std::int64_t sequence_ = 1'000'000;  // of what staff do on the spur of the moment
};

}  // namespace courtesy::simulation

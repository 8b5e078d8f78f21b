// The store of one life of a simulated node: the real words and the real grouper over the machine's database; commits
// take time, and a commit is where a process may die.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "phonenet/delays.h"
#include "simulation/checker.h"
#include "simulation/node_loop.h"
#include "store/grouper.h"

namespace courtesy::simulation {

/// Something that the workload has done, told to the model once it is known to be committed.
struct Change {
  std::string what;  ///< for the trace, of its account: "visit-0-1-2 is cancelled"
  std::function<void(Model&, Instant now)> apply;
  /// Whether it is there. Asked where the ending of the commit is not known.
  std::function<bool(Db&)> present;
};

/// What one unit did, as far as anybody but the engine has to know.
struct UnitTrace {
  std::int64_t account = 0;
  std::int64_t ledger_seq = 0;
  std::optional<bool> stopped{};  ///< whether this account (0: the house) is stopped, as it leaves it
  std::vector<SeenIntent> intents;
  std::vector<Change> changes;
};

/// How a group's commit really ended, whatever its process was told.
enum class Fate { committed, rolled_back, in_doubt };

/// Looks on while units run, and lets commits fail.
class StoreWitness {
 public:
  virtual ~StoreWitness() = default;
  /// A group's transaction begins: of one before it that was not committed nothing stands.
  virtual void begins() = 0;
  /// In the unit's transaction, after its work and before it is left.
  virtual Result<void> unit_ran(Unit& unit, UnitTrace& trace) = 0;
  /// The unit whose changes are noted meanwhile; null when it is over.
  virtual void unit_runs(UnitTrace* trace) = 0;
  /// Commits, or dies in it. `ending` is what the process is told, if it still lives.
  virtual Fate commit(Db& db, std::span<const UnitTrace> traces, CommitEnding& ending) = 0;
  virtual void over(std::vector<UnitTrace> traces, Fate fate) = 0;
  /// The machine's database, as it is open now.
  virtual Db& database() = 0;
};

class SimStore final : public Store {
 public:
  struct Parts {
    NodeLoop& loop;
    const StoreSettings& settings;
    StoreWitness& witness;
    SeededRandom random;  ///< of delays
  };
  SimStore(Parts parts, NodeEpoch node)
      : parts_(std::move(parts)), node_(std::move(node)), delays_(parts_.loop, parts_.loop) {}

  void write(AccountId account, Work work, UniqueFunction<void(WriteEnding)> done) override;
  void read(AccountId account, Work work, UniqueFunction<void(Result<void>)> done) override;
  const NodeEpoch& node() const { return node_; }
  /// The next group waits that much longer for its disk.
  void slow_down(milliseconds by) { extra_ = by; }

 private:
  class CommittingDb;
  void run();
  milliseconds delay();
  void later(milliseconds delay, Task task);

  Parts parts_;
  NodeEpoch node_;
  milliseconds extra_{0};
  std::vector<WriteJob> waiting_;
  phonenet::Delays delays_;
  std::shared_ptr<const bool> alive_ = std::make_shared<const bool>(true);
};

}  // namespace courtesy::simulation

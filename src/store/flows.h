// An account's own flows before those of the program, and every version that a call may still be pinned to.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "flow/library.h"
#include "store/db.h"

namespace courtesy {

class Unit;

struct FlowVersion {
  std::string hash;
  std::string name;
  Instant published_at{};
  std::string who;
  bool live = false;  ///< new calls take it
};

class Flows {
 public:
  explicit Flows(Unit& unit) : unit_(unit) {}

  /// What new calls of that name take: the account's own, or what comes with the program. Errors: `not_found`; as
  /// flow::load_archived() for one that this program refuses.
  Result<flow::Flow> live(const flow::Library& library, std::string_view name);
  /// Its files, conversations with them. Errors: `not_found` for a name that the account and the program have not.
  Result<std::vector<flow::Flow::File>> live_files(std::string_view name);
  /// That which flows are live will be asked for (Db::foresee).
  Result<void> foresee();
  /// What new calls take, if it may remind a client. Errors: flow::may_remind's too.
  Result<flow::Flow> reminder(const flow::Library& library, std::string_view name);
  /// The same, if it may answer a number. Errors: flow::may_answer's too.
  Result<flow::Flow> line(const flow::Library& library, std::string_view name);
  /// What new calls take, of each name that the account or the program has, by name; those that this program refuses
  /// are left out.
  Result<std::vector<flow::Flow>> all_live(const flow::Library& library);
  /// The version that a call has pinned. Errors: `not_found`; as flow::load_archived().
  Result<flow::Flow> version(const flow::Library& library, const std::string& hash);

  /// Keeps what flow::archive() wrote, and makes it live; calls in progress go on with theirs. Errors: as
  /// flow::load_archived().
  Result<FlowVersion> publish(const std::string& archived, const std::string& who);
  /// An older version again. Errors: `not_found`.
  Result<void> make_live(std::string_view name, std::string_view hash, const std::string& who);
  /// New calls take what comes with the program. Errors: `not_found` when there is none of one's own; `conflict` when
  /// the program has none of that name, and a rule or a number still needs it.
  Result<void> withdraw(const flow::Library& library, std::string_view name, const std::string& who);
  /// By name, the newest first.
  Result<std::vector<FlowVersion>> versions();

  /// Account 0 only: what came with this program, for calls that another version of the program finds in progress.
  Result<void> keep_shipped(const flow::Library& library);

 private:
  Result<std::string> archived(AccountId account, const std::string& hash);
  Result<void> check_needed_by_nobody(std::string_view name);
  Result<void> keep(const flow::Flow& flow, const std::string& archived, const std::string& who);
  using Hashes = std::map<std::string, std::string, std::less<>>;  // by name
  Result<const Hashes*> live_hashes();
  Unit& unit_;
  std::optional<Hashes> live_;  // until it is written
};

}  // namespace courtesy

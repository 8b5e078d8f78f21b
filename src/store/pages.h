// The pages of the operator: what is wrong, since when, who was rung for it, who has acknowledged it.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "appointment/appointment.h"
#include "store/db.h"

namespace courtesy {

class Unit;

enum class PageReason {
  heartbeat_missed,  ///< a worker does not get on with its work
  backlog_too_old,   ///< a due reminder waits for too long
  sending_stopped,   ///< the failsafe has stopped an account, or everything
  store_failing,     ///< nothing can be written
  health_red,        ///< the test reminder does not come through
};
std::string_view to_string(PageReason reason);

/// Why the operator is wanted. Reason and subject together are the cause: one page for each.
struct Cause {
  PageReason reason;
  std::string subject;  ///< `server/dispatcher`, `account 3 at 2026-…`
  std::string words;    ///< a sentence, spoken and written; without anybody's number or name

  friend bool operator==(const Cause&, const Cause&) = default;
};

struct Page {
  std::int64_t id = 0;  ///< grows with time
  std::string words;
  Instant since;
  std::optional<Instant> over_at;
};

/// One operator, rung by call, text and email in turn.
struct PageSet {
  std::int64_t id = 0;
  Instant begun_at;
  int operator_index = 0;
  int step = 0;  ///< rings begun
  Instant next_at;
  std::int64_t told_until = 0;  ///< the newest page that its rings told of: what an acknowledgement covers
  std::string secret;
  std::string position;  ///< where its call's flow stands
  std::int64_t call_step = 0;
  bool ended = false;
};

struct PageRing {
  std::int64_t set = 0;
  int step = 0;
  std::string operator_name;
  Channel channel = Channel::call;
  std::string recipient;
  std::string ending;  ///< `begun`, an EndingKind, or `not_allow_listed`
};

/// Account 0 only.
class Pages {
 public:
  explicit Pages(Unit& unit) : unit_(unit) {}

  /// The causes as they are now: a new one is a page, one that has gone is over. True when something changed.
  Result<bool> take(std::span<const Cause> causes);
  /// What nobody has acknowledged yet, oldest first; also what is over meanwhile.
  Result<std::vector<Page>> unacknowledged();

  Result<std::optional<PageSet>> last_set();
  /// Errors: `not_found`.
  Result<PageSet> set(std::int64_t id);
  /// The last set in which this number or address was rung. Errors: `not_found`.
  Result<PageSet> last_set_to(const std::string& recipient);
  Result<std::int64_t> next_set_id();
  Result<void> save(const PageSet& set);

  Result<void> add_ring(const PageRing& ring);
  Result<void> end_ring(std::int64_t set, int step, const std::string& ending, const std::string& code);
  /// Name of the operator whom the set rang. Empty: nobody yet.
  Result<std::string> operator_of(std::int64_t set);

  /// The set's pages are acknowledged, and the set has ended. How many there were: doing it twice is none.
  Result<int> acknowledge(const PageSet& set, const std::string& who, const std::string& how);

  struct Totals {
    std::int64_t pages = 0;
    std::int64_t unacknowledged = 0;
    std::int64_t rings = 0;
  };
  Result<Totals> totals();

 private:
  Unit& unit_;
};

}  // namespace courtesy

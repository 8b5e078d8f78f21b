// What calls that come in leave to the staff: somebody rang, left a message, wants to be called.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/sessions.h"

namespace courtesy {

class Unit;

enum class CallTask {
  missed_call,      ///< somebody rang, and nobody answered
  message,          ///< somebody left a message
  call_back,        ///< a client asked to be called
  opt_out_unheard,  ///< somebody wants no more contact, and no number came with the call: a person must find who
};
std::string_view to_string(CallTask task);
std::optional<CallTask> parse_call_task(std::string_view text);

struct StaffTaskRow {
  std::int64_t id = 0;
  CallTask kind = CallTask::missed_call;
  Instant at{};
  SessionId session{};
  std::string number;  ///< as the network says, which anybody can make it say
  ClientId client{};   ///< who told a code, or exactly one has that number; 0: it is not known
  AppointmentId appointment{};
  std::optional<Instant> done_at{};
  std::string done_by;
};

class StaffTasks {
 public:
  explicit StaffTasks(Unit& unit) : unit_(unit) {}
  /// One of a kind for a call, however often it is asked for; with a line in the ledger.
  Result<void> add(const Session& session, CallTask kind);
  struct Query {
    bool done = false;
    std::int64_t after = 0;  ///< the last one of the page before; 0: from the beginning
    int limit = 100;
  };
  struct Page {
    std::vector<StaffTaskRow> tasks;
    std::int64_t next = 0;  ///< 0: there are no more
  };
  /// Those that are open, the oldest first; or those that are done, the newest first.
  Result<Page> list(const Query& query);
  /// The numbers of tasks that were done before then. How many, at most `limit`.
  Result<int> forget_numbers(Instant before, int limit);
  /// Done twice is done once. Errors: `not_found`.
  Result<void> done(std::int64_t task, const std::string& who);

 private:
  Unit& unit_;
};

}  // namespace courtesy

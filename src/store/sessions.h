// Calls that come in: one row each, from the first request on, whatever becomes of it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/db.h"

namespace courtesy {

class Unit;

using SessionId = Id<struct SessionTag>;

/// A fact that was looked up in the call, and may be spoken in it from then on.
struct FoundFact {
  std::string name;
  std::string key;
};

struct Session {
  SessionId id{};
  std::string secret;
  std::string provider_id;
  std::string caller;  ///< as the network says, which anybody can make it say; may be no number at all
  std::string called;
  std::string flow;
  std::string flow_hash;
  std::string language = "en";
  std::string position;
  std::string path;  ///< the states that it left (flow/leg.h)
  std::int64_t step = 0;
  ClientId client{};            ///< of the appointment that a code told
  AppointmentId appointment{};  ///< that a code told; 0: none did
  std::string start;            ///< its Start::key() then
  bool proven = false;
  std::string subject;    ///< of the task code that was used
  std::string recording;  ///< what was just recorded, by the provider's name; empty: nothing
  seconds recording_length{0};
  std::vector<FoundFact> found;
  std::int64_t guesses = 0;  ///< wrong ones
  Instant begun_at{};
  std::optional<Instant> ended_at{};
};

class Sessions {
 public:
  explicit Sessions(Unit& unit) : unit_(unit) {}
  /// Gives it its id, its secret and its beginning. Errors: `conflict` for a provider's name that there is.
  Result<void> add(Session& session);
  /// Errors: `not_found`.
  Result<Session> get(SessionId id);
  Result<std::optional<Session>> by_provider_id(const std::string& provider_id);
  /// All that may change in a call.
  Result<void> save(const Session& session);
  Result<std::optional<std::string>> kept_answer(SessionId id, const std::string& step);
  Result<void> keep_answer(SessionId id, const std::string& step, const std::string& answer);
  /// Those that began before then and have no end, the oldest first: nobody told us of it.
  Result<std::vector<Session>> unended(Instant before, int limit);
  /// Of calls that ended before `spoken_before`: what was said and keyed in, and the secret; of those that ended before
  /// `before` also the number that rang. Of `limit` calls at most; how many. The rows stay.
  Result<int> forget(Instant spoken_before, Instant before, int limit);
  /// The newest first.
  Result<std::vector<Session>> latest(int limit, SessionId before = {});

 private:
  Unit& unit_;
};

}  // namespace courtesy

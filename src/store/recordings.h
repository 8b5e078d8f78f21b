// What was said into the phone. The gateway holds it first; we copy it once the call's unit is durable.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/audio_files.h"
#include "store/db.h"

namespace courtesy {

class Unit;

using RecordingId = Id<struct RecordingTag>;

enum class RecordingUse {
  take,     ///< of a prompt
  message,  ///< for the staff
};
std::string_view to_string(RecordingUse use);

enum class RecordingState {
  offered,    ///< a take that nobody has kept yet
  wanted,     ///< to be copied
  copied,     ///< we have it
  refused,    ///< it cannot be heard, or is not to be had any more: `failure` says why
  discarded,  ///< thrown away by whoever made it, or by staff
};
std::string_view to_string(RecordingState state);

struct NewRecording {
  std::string provider_id;  ///< RE...
  RecordingUse use = RecordingUse::take;
  std::int64_t session = 0;  ///< the call session in which it was made
  std::string from{};        ///< E.164, or empty; can be forged
  ClientId client{};         ///< who it is, where the call has shown it; 0: nobody knows
  seconds length{0};         ///< as the gateway says
};

struct Recording {
  RecordingId id;
  NewRecording what;
  Instant made_at{};
  RecordingState state = RecordingState::offered;
  std::string hash{};     ///< of the copy; empty: there is none
  milliseconds length{};  ///< of the copy; without one as the gateway says
  int failures = 0;       ///< in a row
  std::string failure{};  ///< why it could not be copied the last time, or was refused; in plain words
  std::optional<Instant> read_at{};
  bool at_provider = true;  ///< the gateway's own is still there
  std::optional<Instant> next_at{};
};

/// How long until a recording is asked for again, after so many failures in a row: 10 s, doubled, at most an hour.
seconds recording_back_off(int failures);
/// So many failures, over about a day, and it is refused.
inline constexpr int most_recording_failures = 30;

class Recordings {
 public:
  explicit Recordings(Unit& unit) : unit_(unit) {}
  /// Once for each provider_id: the second time it is the first one's id, and nothing changes. A message is to be
  /// copied at once; a take once a prompt keeps it, and is discarded when none has within the hour.
  Result<RecordingId> add(const NewRecording& recording);
  /// Errors: `not_found`.
  Result<Recording> get(RecordingId recording);
  Result<std::optional<Recording>> find(const std::string& provider_id);
  /// An offered one is to be copied now; on others nothing happens. Prompts::keep does it. Errors: `not_found`.
  Result<void> want(RecordingId recording);
  /// Thrown away, with our copy and, when its time comes, the gateway's. One that a prompt keeps stays.
  /// Errors: `not_found`; `conflict` for one that is kept.
  Result<void> discard(RecordingId recording);

  /// Retention: discards up to `limit` messages, the oldest first: those that were heard and are older than
  /// `heard_before`, and any that is older than `any_before`. How many; less than `limit`: none is left.
  Result<int> forget_messages(Instant heard_before, Instant any_before, int limit);

  /// Of use `message`, those that were not discarded, newest first; `before`: older than that one, 0: from the newest.
  Result<std::vector<Recording>> messages(RecordingId before, int limit);
  Result<int> unread_messages();
  /// Staff have heard it. Twice is once. Errors: `not_found`, also for a take.
  Result<void> mark_read(RecordingId message, bool read = true);

  struct Due {
    AccountId account;
    RecordingId recording;
    friend auto operator<=>(const Due&, const Due&) = default;
  };
  /// Account 0 only: those of all accounts of which something is to be done by now, longest due first: to be copied
  /// (`wanted`), to be given up (`offered`), or to be deleted at the gateway (the others).
  Result<std::vector<Due>> to_copy(int limit);
  /// The copy of a wanted one: kept, and of a take the prompt's version becomes live. `delete_there`: the gateway's own
  /// is to be deleted next. Nothing happens to one that is not wanted any more. Errors: AudioFiles::keep's.
  Result<void> copied(RecordingId recording, const AudioFile& file, bool delete_there);
  /// It cannot be used, for this reason; so can the prompt's version not.
  Result<void> refused(RecordingId recording, const std::string& why, bool delete_there);
  /// The gateway did not give it, or did not delete it: asked again later; a wanted one is refused in the end.
  Result<void> failed(RecordingId recording, const std::string& why);
  /// The gateway has it no more; or has it, and may keep it.
  Result<void> gone_there(RecordingId recording);
  Result<void> left_there(RecordingId recording);

 private:
  Result<void> erase_copy(const Recording& recording);
  Unit& unit_;
};

}  // namespace courtesy

// Recorded prompts: for each slot of a flow its versions, one of which is played.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "store/recordings.h"

namespace courtesy {

/// A slot of a flow's state in one language: what is recorded as one.
struct PromptName {
  std::string flow;
  std::string state;
  std::string slot;
  std::string language;  ///< one of the flow's

  /// `appointment-reminder/opening/hello/en`.
  std::string to_text() const;
  /// Errors: `invalid`. Whether there is such a slot the flow says.
  static Result<PromptName> parse(std::string_view text);
  friend auto operator<=>(const PromptName&, const PromptName&) = default;
};

struct PromptVersion {
  int version = 0;          ///< from 1
  RecordingId recording{};  ///< 0: it came as a file
  std::string hash{};       ///< of its sound; empty: it is not copied yet, or was refused
  milliseconds length{0};
  std::vector<std::uint8_t> peaks{};
  std::string failure{};  ///< why it was refused, in plain words
  std::string who{};
  Instant made_at{};
  bool live = false;
};

/// A prompt of which something was recorded.
struct Prompt {
  PromptName name;
  std::vector<PromptVersion> versions;  ///< newest first
  const PromptVersion* live() const;
};

class Prompts {
 public:
  /// That many versions of a prompt are kept; the oldest goes, but never the one that is played.
  static constexpr int most_versions = 10;
  /// That many may wait for their copies.
  static constexpr int most_waiting = 3;

  explicit Prompts(Unit& unit) : unit_(unit) {}
  /// A take becomes the prompt's newest version: live once it is copied, unless a newer one is by then or staff have
  /// rolled back meanwhile. The same take kept again is the version that it was. `who`: in words, as the page shows
  /// it. Errors: `not_found` for no such recording; `conflict` for a discarded one, and without room.
  Result<int> keep(const PromptName& name, RecordingId recording, const std::string& who);
  /// The same of a file, which is live at once. Errors: AudioFiles::keep's.
  Result<int> keep_file(const PromptName& name, const AudioFile& file, const std::string& who);
  /// May one more recording be kept for it?
  Result<bool> has_room(const PromptName& name);
  /// What is to be played, by `STATE/SLOT`: the hash of its sound.
  Result<std::map<std::string, std::string>> live(std::string_view flow, std::string_view language);
  /// Newest first. None for a prompt that was never recorded.
  Result<std::vector<PromptVersion>> versions(const PromptName& name);
  /// All that were recorded, by name.
  Result<std::vector<Prompt>> all();
  /// That version is played from now on; 0: none is, a robot's voice says the words. What waits for its copy does not
  /// become live by itself any more. Errors: `not_found`; `conflict` for one without sound.
  Result<void> roll_back(const PromptName& name, int version, const std::string& who);

  /// The copy of a kept take is there, or it was refused: Recordings does it.
  Result<void> copied(RecordingId recording, const std::string& hash);
  Result<void> refused(RecordingId recording, const std::string& why);
  /// Is it a version's?
  Result<bool> uses(RecordingId recording);

 private:
  Result<int> add(const PromptName& name, RecordingId recording, const std::string& hash, const std::string& who);
  Result<void> make_live(const PromptName& name, int version);
  Result<void> thin(const PromptName& name);
  Unit& unit_;
};

}  // namespace courtesy

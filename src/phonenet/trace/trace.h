// How the documents of one call were walked: each verb that did something, from when until when, and what it said. It
// is written by the line as it goes, and read by whoever shows the call (call_page.h, moments.h) or judges it (lint).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.h"
#include "twiml/executor.h"

namespace courtesy::phonenet {

struct Step {
  enum class Kind { asks, says, plays, tones, pauses, waits, records, dials, answers, hangs_up };
  Kind kind;
  Instant at;
  std::optional<Instant> until;  ///< none: it goes on
  bool cut = false;              ///< a piece that was not heard to its end
  std::string verb;              ///< empty: before any document
  int line = 0;                  ///< of its document; 0: none
  std::size_t document = 0;      ///< in `Trace::documents`, counted from 1; 0: none
  std::string text;              ///< what is said, or heard in what is played; the keys; the number
  std::string url;               ///< what is asked or played
  std::string voice;
  std::string language;
  milliseconds length{0};   ///< of a piece, when it is known; of a pause or a wait, at most
  std::uint64_t sound = 0;  ///< a piece whose bytes are kept: their number
};
std::string_view to_string(Step::Kind kind);

struct TracedDocument {
  Instant at;
  std::string url;  ///< empty: it came as text
  std::string text;
  std::string method{};  ///< how it was asked for
};

/// Of one call. What is too much of one (2,000 steps, 200 documents) is left out.
class Trace {
 public:
  void document(TracedDocument document);
  /// A command of the executor's, and the verb that it is at.
  void command(const twiml::Command& command, const twiml::Executor::Place& place, Instant now);
  void event(const twiml::Event& event, Instant now);
  /// The piece under way is of that length, and begins to be heard; `text` is what its bytes hold.
  void piece_begins(std::string_view text, milliseconds length, std::uint64_t sound, Instant now);
  /// The call is over.
  void end(Instant now);

  const std::vector<TracedDocument>& documents() const { return documents_; }
  const std::vector<Step>& steps() const { return steps_; }
  /// What goes on; null: nothing does.
  const Step* current() const;

 private:
  void begin(Step step, const twiml::Executor::Place& place);
  void close(Instant now, bool cut);

  std::vector<TracedDocument> documents_;
  std::vector<Step> steps_;
  std::string asked_method_ = "POST";
};

}  // namespace courtesy::phonenet

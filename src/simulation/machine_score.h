// What a call left with whoever answered: measured from what really happened on the line, never from what we believe.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "phonenet/personas/directory.h"
#include "phonenet/witness.h"

namespace courtesy::simulation {

/// Words by which the two messages are told apart: both have the first, and only the machine's asks for no key.
struct Messages {
  std::string details;  ///< when the appointment is
};

enum class CalleeKind {
  person,
  recorder,  ///< a machine with a tape
  other,     ///< screening that went nowhere, a full mailbox, a menu, a fax
};

/// One call, judged.
struct CallScore {
  CalleeKind kind = CalleeKind::person;
  bool right = false;          ///< a person heard the whole of what persons are told (1.2 s of its start may be missed)
  bool prompt = false;         ///< and the first word came within 2 s of the end of her hello
  bool informed = false;       ///< or the machine's message, whole
  bool complete = false;       ///< the tape holds one whole copy of the machine's message
  bool clean = false;          ///< it begins within 2.5 s of the tape, and nothing is before it
  milliseconds keys{0};        ///< how much of a key instruction is on the tape
  bool asked_late = false;     ///< a machine heard one after the opening question
  milliseconds first_word{0};  ///< from the answer; the call's length where there was none
  milliseconds silence{0};     ///< the longest, but for the wait after a question
  milliseconds length{0};
};

CallScore score(const phonenet::CallStory& story, const phonenet::Persona& persona, const Messages& messages);

/// The parts of a text that tell somebody to press a key, from which part of it to which, 0 to 1: the clause with the
/// key.
struct Part {
  double from;
  double to;
};
std::vector<Part> key_instructions(const std::string& text);

/// Many calls, counted.
struct ScoreSheet {
  std::int64_t calls = 0;
  std::int64_t people = 0;
  std::int64_t recorders = 0;
  std::int64_t right = 0;
  std::int64_t right_and_prompt = 0;
  std::int64_t informed = 0;
  std::int64_t complete = 0;
  std::int64_t clean = 0;
  std::int64_t with_keys = 0;  ///< at least half a second
  std::int64_t asked_late = 0;
  milliseconds latest_first_word{0};
  milliseconds longest_silence{0};
  milliseconds in_all{0};
  milliseconds with_people{0};
  milliseconds with_recorders{0};

  void count(const CallScore& call);
};

}  // namespace courtesy::simulation

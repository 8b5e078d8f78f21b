// Who answers a simulated phone, and how: data that anyone can write (personas/numbers_file.h) and argue with.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "phonenet/chance.h"
#include "phonenet/personas/script.h"

namespace courtesy::phonenet {

/// What happens when the number is rung.
enum class Reach {
  answers,
  busy,            ///< 486
  no_answer,       ///< rings until the caller gives up
  not_in_service,  ///< no such number: the call fails, texts too
};

/// What the person wants once they have listened.
enum class Wish { nothing, confirm, cancel, call_back, opt_out };

struct Persona {
  std::string name;

  Reach reach = Reach::answers;
  Span pick_up{milliseconds{3'000}, milliseconds{12'000}};  ///< from the first ring
  Wish wish = Wish::confirm;
  Span react{milliseconds{1'000}, milliseconds{3'000}};  ///< from having heard to pressing
  bool interrupts = false;                               ///< presses before the sentence is over
  int repeats = 0;                                       ///< asks that often to hear it again, if it is offered
  int wrong_keys = 0;                                    ///< presses that many keys that were not offered first
  bool gives_up = false;                                 ///< and then hangs up instead of pressing the right one
  char key = 0;                                          ///< pressed in the menu whatever was said; 0: what was said
  Span patience{milliseconds{90'000}, milliseconds{150'000}};  ///< from answering to hanging up, whatever happens

  /// Who is put through to them talks that long before they hang up.
  Span talks{milliseconds{15'000}, milliseconds{45'000}};
  /// What they say after a beep; empty: nothing.
  std::string says;
  /// If there are any steps, these are all that they do: neither wish nor `says` count then.
  std::vector<ScriptStep> script;

  bool machine = false;
  Span greeting{milliseconds{4'000}, milliseconds{20'000}};
  bool beeps = true;
  Span before_beep{milliseconds{300}, milliseconds{1'500}};    ///< between greeting and beep, or recording
  Span recording{milliseconds{60'000}, milliseconds{60'000}};  ///< how long it records at most

  /// What they answer to a text; empty: what their wish is, in the words of the text; "-": nothing.
  std::string reply;
  Span reply_after{minutes{1}, minutes{20}};
  int text_error = 0;  ///< 30003, 30005, ...: texts do not arrive, for that reason
};

/// The personas that are there without any file: confirms, cancels, call-back, opts-out, ignores, busy, no-answer,
/// voicemail, voicemail-no-beep, wrong-keys, wrong-keys-gives-up, hangs-up, not-in-service, hears-again, impatient,
/// unreachable (30003), landline (30006). Sorted by name.
const Persona* built_in_persona(std::string_view name);

std::string_view to_string(Reach reach);
std::string_view to_string(Wish wish);
std::optional<Reach> reach_named(std::string_view name);
std::optional<Wish> wish_named(std::string_view name);

}  // namespace courtesy::phonenet

// Who answers a simulated phone, and how: data that anyone can write (personas/numbers_file.h) and argue with.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "phonenet/chance.h"
#include "phonenet/personas/script.h"

namespace courtesy::phonenet {

/// What happens when the number is rung.
enum class Reach {
  answers,
  busy,            ///< 486
  no_answer,       ///< rings until the caller gives up
  not_in_service,  ///< no such number: the call fails, texts too
  by_hand,         ///< rings until somebody at the handset decides (handset/handsets.h)
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

  // What is heard of a person who answers.
  Span before_hello{milliseconds{300}, milliseconds{900}};  ///< from answering
  Span hello{milliseconds{400}, milliseconds{1'200}};       ///< its length; 0: nothing is said
  Span goes_on{milliseconds{0}, milliseconds{0}};           ///< says something more, half a second later

  // How long a person bears it.
  double presses = 1;          ///< the chance that a key is pressed at all
  bool at_the_offer = false;   ///< `react` runs from when the key was named, not from the end of what is said
  double first_key_wrong = 0;  ///< the chance that the first key is one that was not offered
  Span bears_silence{milliseconds{0}, milliseconds{0}};  ///< hangs up after so much; 0: bears any
  double leaves_a_minute = 0;  ///< how often a minute somebody such hangs up while a machine talks

  bool machine = false;
  Span before_greeting{milliseconds{0}, milliseconds{0}};
  int phrases_least = 1;
  int phrases_most = 1;
  Span pauses{milliseconds{200}, milliseconds{900}};   ///< between phrases, added to the greeting's length
  double pause_chance = 1;                             ///< that one is as long as `pauses`; else it is 0.3 s
  Span beep{milliseconds{0}, milliseconds{0}};         ///< its length; the recording begins when it is over
  Span second_beep{milliseconds{0}, milliseconds{0}};  ///< this long after the first there is another; 0: none
  bool records = true;                                 ///< false: hangs up instead, `recording` after the greeting
  std::vector<milliseconds> tapes;                     ///< how long it records at most, one of these; none: `recording`
  double hears_silence = 0;  ///< the chance that it stops recording after `silence_limit` without a sound
  Span silence_limit{milliseconds{3'000}, milliseconds{10'000}};
  bool fax = false;  ///< its greeting is a tone
  /// Asks who calls, listens that long, and then is somebody else, or hangs up: `then_person` and `then_machine` with
  /// their chances. Who says nothing is hung up on.
  Span screens{milliseconds{0}, milliseconds{0}};
  double person_chance = 0;
  double machine_chance = 0;
  std::shared_ptr<const Persona> then_person;
  std::shared_ptr<const Persona> then_machine;

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
/// unreachable (30003), landline (30006), handset. Sorted by name.
const Persona* built_in_persona(std::string_view name);

/// Whoever calls from, or is reached at, another of the account's numbers: no person, but a document of the
/// application.
const std::shared_ptr<const Persona>& another_number();

std::string_view to_string(Reach reach);
std::string_view to_string(Wish wish);
std::optional<Reach> reach_named(std::string_view name);
std::optional<Wish> wish_named(std::string_view name);

}  // namespace courtesy::phonenet

// A person on the phone: hears piece after piece, and decides what to press and when to hang up. No time, no I/O.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "phonenet/personas/offers.h"
#include "phonenet/personas/persona.h"

namespace courtesy::phonenet {

struct Press {
  milliseconds after;  ///< from now
  char key;            ///< 0: hangs up instead
};

class Person {
 public:
  /// `persona` must outlive the person.
  Person(const Persona& persona, SeededRandom random) : persona_(persona), random_(random) {}

  /// From answering until they have had enough; a machine's end of recording is not in it.
  milliseconds patience() { return persona_.patience.draw(random_); }
  /// A piece begins, of that text; impatient people act before its end.
  std::optional<Press> begins_to_hear(std::string_view text);
  /// A piece has been heard to its end. Nothing while an earlier decision has not been carried out.
  std::optional<Press> has_heard(std::string_view text);
  /// A decision was carried out: what was heard before is answered.
  void pressed();

 private:
  std::optional<Press> decide(std::string_view all);
  std::optional<Press> wrong_key(const std::vector<Offer>& offers);

  const Persona& persona_;
  SeededRandom random_;
  std::string heard_;
  bool decided_ = false;
  std::optional<bool> presses_at_all_;
  int presses_ = 0;
  int wrong_ = 0;
  int repeats_ = 0;
};

/// What `persona` answers to a text message, or nothing.
std::optional<std::string> written_reply(const Persona& persona, std::string_view text);

}  // namespace courtesy::phonenet

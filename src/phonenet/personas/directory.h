// Which persona is behind which number.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "phonenet/personas/persona.h"

namespace courtesy::phonenet {

/// Numbers that are listed have the persona that they were given; all others draw one from the mix, by seed and number
/// alone, so that the same number is the same person however often it is rung.
class Directory {
 public:
  /// Everybody confirms.
  Directory();

  /// The numbers file, TOML:
  ///
  ///     [personas.slow]                 # a persona of one's own
  ///     like = "confirms"               # whose values it starts from; `confirms` where it is left out
  ///     pick_up = [20, 25]              # seconds, a number or [least, most]
  ///     [numbers]
  ///     "+12125550101" = "cancels"
  ///     "+12125550102" = { persona = "voicemail", greeting = 12 }
  ///     [mix]                           # weights, for numbers that are not listed
  ///     confirms = 60
  ///     voicemail = 40
  ///
  /// Errors: `invalid`, with line and column, for broken TOML, an unknown persona, key or value.
  static Result<Directory> read(std::string_view toml);

  /// Valid as long as the directory is.
  const Persona& who(std::string_view number, std::uint64_t seed) const;

  bool lists(std::string_view number) const { return numbers_.contains(std::string(number)); }

  Result<void> put(std::string number, Persona persona);
  /// Nobody in particular is behind it any more.
  void take_out(std::string_view number) { numbers_.erase(std::string(number)); }
  /// Listed numbers whose callee is decided by hand, sorted.
  std::vector<std::string> by_hand() const;

 private:
  friend class NumbersFile;
  std::unordered_map<std::string, Persona> numbers_;
  std::vector<std::pair<Persona, double>> mix_;  ///< in the order of the file
};

}  // namespace courtesy::phonenet

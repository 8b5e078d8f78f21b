// What a state's card in a diagram says, and how large that makes it.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/language.h"
#include "flow/coverage.h"
#include "flow/definition.h"
#include "flow/text_width.h"

namespace courtesy::flow {

namespace card {
inline constexpr double width = 270;
inline constexpr double padding = 16;
inline constexpr double header = 40;
inline constexpr double line = 17;  ///< of the prompt
inline constexpr double row = 32;
inline constexpr std::size_t most_lines = 4;
inline constexpr Font name_font{16, true};
inline constexpr Font kind_font{11, false};
inline constexpr Font prompt_font{12.5, false};
inline constexpr Font row_font{12, false};
inline constexpr Font cap_font{12, true};
inline constexpr double key_width = 26;
inline constexpr double cap_gap = 5;
}  // namespace card

/// An input at the beginning of a line: a phone's key, or words.
struct Cap {
  std::string text;
  bool key;
  bool unproven;

  double width() const;
};

/// Inputs that lead to the same and do the same.
struct CardRow {
  enum class Goes { on, round, ends };
  std::vector<Cap> caps;
  std::string does;  ///< `confirm`, `asks again, 3 times in all`
  Goes goes;
  std::string to;  ///< a state, of Goes::on
  bool machine;    ///< a machine goes this way
  bool unproven;   ///< no conversation does
  std::vector<Way> ways = {};

  double caps_width() const;
};

struct Card {
  std::string name;
  std::string kind;  ///< `asks`, `speaks`, `says goodbye`
  std::string said;
  std::vector<std::string> prompt;
  std::vector<CardRow> rows;
  bool machine;
  bool unproven;

  double height() const;
  /// The middle of a row, from the card's top.
  double port(std::size_t row) const;
};

/// In the order of the file. `prompts` are what the states say.
std::vector<Card> cards_of(const Definition& definition, const Coverage& missing,
                           const std::map<std::string, std::string>& prompts, Language language = Language::en);
/// Hanging up, which leads to the call's end from wherever nothing else is written of it.
CardRow hang_up_row(const std::string& state, Language language);

}  // namespace courtesy::flow

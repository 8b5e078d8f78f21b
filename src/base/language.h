// The languages that people who work with Courtesy read. What clients hear and read has languages of its own.
#pragma once

#include <optional>
#include <string_view>

namespace courtesy {

enum class Language { en, es };

/// The same said in each.
struct InEach {
  constexpr InEach(std::string_view english, std::string_view spanish) : en(english), es(spanish) {}

  std::string_view en;
  std::string_view es;

  constexpr std::string_view in(Language language) const { return language == Language::es ? es : en; }
};

/// The first of an `Accept-Language` (RFC 9110 §12.5.4) that there is, as its weights have them; English without one.
Language language_of(std::string_view accept_language);
std::string_view to_string(Language language);
std::optional<Language> parse_language(std::string_view text);

}  // namespace courtesy

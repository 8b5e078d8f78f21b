#include "twiml/speech.h"

#include <algorithm>

namespace courtesy::twiml {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Calls `take` with each run of what is no white space.
template <typename Take>
void for_each_word(std::string_view text, Take take) {
  const auto is_space = [](char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; };
  while (!text.empty()) {
    const auto size = static_cast<std::size_t>(std::find_if(text.begin(), text.end(), is_space) - text.begin());
    if (size > 0) take(text.substr(0, size));
    text.remove_prefix(std::min(size + 1, text.size()));
  }
}

void collect(const Element& element, std::string& out) {
  for (const Node& node : element.children) {
    if (const auto* text = std::get_if<std::string>(&node)) {
      out += *text;
      continue;
    }
    const auto& child = std::get<Element>(node);
    if (child.name == "break") out += ' ';
    if (const auto alias = child.attribute("alias"); child.name == "sub" && !alias.empty()) {
      out += alias;
    } else {
      collect(child, out);
    }
  }
}

std::string with_single_spaces(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for_each_word(text, [&](std::string_view word) { out.append(out.empty() ? "" : " ").append(word); });
  return out;
}

/// A word is one, but a long run of digits is as many as it has digits.
std::int64_t words_in(std::string_view word) {
  const auto digits = std::count_if(word.begin(), word.end(), is_digit);
  return digits > 4 ? digits : 1;
}

}  // namespace

std::string spoken_text(const Element& element) {
  std::string all;
  collect(element, all);
  return with_single_spaces(all);
}

milliseconds spoken_length(std::string_view text) {
  std::int64_t words = 0;
  std::int64_t characters = 0;
  for_each_word(text, [&](std::string_view word) { words += words_in(word); });
  for (const char c : text) characters += (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  if (words == 0) return milliseconds{0};
  return milliseconds{std::max({words * 400, characters * 65, std::int64_t{400}})};
}

}  // namespace courtesy::twiml

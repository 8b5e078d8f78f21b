#include "twiml/speech.h"

#include <algorithm>

namespace courtesy::twiml {
namespace {

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

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
  for (const char c : text) {
    if (!is_space(c)) {
      out += c;
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
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
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find_first_of(" \n\t\r", at), text.size());
    if (end > at) words += words_in(text.substr(at, end - at));
    at = end + 1;
  }
  for (const char c : text) characters += (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  if (words == 0) return milliseconds{0};
  return milliseconds{std::max({words * 400, characters * 65, std::int64_t{400}})};
}

}  // namespace courtesy::twiml

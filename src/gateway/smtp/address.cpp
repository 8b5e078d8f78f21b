#include "gateway/smtp/address.h"

#include <algorithm>

namespace courtesy::smtp {
namespace {

bool is_alphanumeric(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

bool is_atom_char(char c) {
  return is_alphanumeric(c) || std::string_view("!#$%&'*+/=?^_`{|}~-").find(c) != std::string_view::npos;
}

bool is_atom(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), is_atom_char); }

bool is_label(std::string_view text) {
  return !text.empty() && text.size() <= 63 && text.front() != '-' && text.back() != '-' &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_alphanumeric(c) || c == '-'; });
}

/// How many parts there are between the dots, 0 if one of them fails.
template <typename Rule>
int parts(std::string_view text, Rule rule) {
  int count = 0;
  while (true) {
    const std::size_t dot = text.find('.');
    if (!rule(text.substr(0, dot))) return 0;
    ++count;
    if (dot == std::string_view::npos) return count;
    text.remove_prefix(dot + 1);
  }
}

}  // namespace

bool is_domain(std::string_view text) { return text.size() <= 253 && parts(text, is_label) >= 2; }

bool is_address(std::string_view text) {
  const std::size_t at = text.find('@');
  if (at == std::string_view::npos || at > 64) return false;
  return parts(text.substr(0, at), is_atom) >= 1 && is_domain(text.substr(at + 1));
}

}  // namespace courtesy::smtp

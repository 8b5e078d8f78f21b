#include "flow/language_tag.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace courtesy::flow {
namespace {

constexpr std::size_t longest_tag = 20;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_sign(char c) { return is_letter(c) || (c >= '0' && c <= '9'); }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

/// Of 1 to 8 letters and digits each, the first of letters alone.
bool is_well_formed(std::string_view tag) {
  if (tag.empty() || tag.size() > longest_tag) return false;
  bool first = true;
  while (true) {
    const std::string_view piece = tag.substr(0, tag.find('-'));
    if (piece.empty() || piece.size() > 8 || !std::ranges::all_of(piece, first ? is_letter : is_sign)) return false;
    if (piece.size() == tag.size()) return true;
    tag.remove_prefix(piece.size() + 1);
    first = false;
  }
}

/// As they are usually written (RFC 5646 §2.1.1): the language small, a region of two letters in capitals.
std::string usual_form(std::string tag) {
  std::ranges::transform(tag, tag.begin(), lower);
  for (std::size_t at = tag.find('-'); at != std::string::npos; at = tag.find('-', at + 1)) {
    const std::size_t end = std::min(tag.find('-', at + 1), tag.size());
    if (end - at == 3) std::transform(tag.begin() + at + 1, tag.begin() + end, tag.begin() + at + 1, upper);
  }
  return tag;
}

}  // namespace

Languages known_languages() { return {worded_languages.begin(), worded_languages.end()}; }

Result<std::string> language_tag(std::string_view text, const Languages& known) {
  std::string tag(text);
  std::ranges::replace(tag, '_', '-');
  if (is_well_formed(tag)) {
    tag = usual_form(std::move(tag));
    if (known.contains(std::string_view(tag).substr(0, tag.find('-')))) return tag;
  }
  return invalid(fmt::format(
      "must be one of {}, which is what clients can be called and written to in (a region may follow: es-MX)",
      fmt::join(known, ", ")));
}

}  // namespace courtesy::flow

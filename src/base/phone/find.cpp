// Numbers in free text. A number that is missed costs somebody a glance; one that was never meant is a wrong call, so
// that whatever may be something else is passed over.
#include <algorithm>
#include <array>
#include <optional>

#include "base/phone/engine.h"
#include "base/phone/spelling.h"

namespace courtesy {
namespace {

constexpr std::size_t longest_text = 64 * 1024;
constexpr std::size_t most_found = 100;
constexpr std::size_t fewest_digits = 7;
constexpr int longest_gap = 4;  // separators between two digits

struct Span {
  std::size_t begin;
  std::size_t end;
};

char32_t character_at(std::string_view text, std::size_t at) { return phone::next_character(text, at); }

char32_t character_before(std::string_view text, std::size_t at) {
  if (at == 0) return U' ';
  std::size_t begin = at - 1;
  while (begin > 0 && (static_cast<unsigned char>(text[begin]) & 0xC0) == 0x80) --begin;
  return character_at(text, begin);
}

/// A letter, digit or sign that makes the digits beside it part of something else: a code, an amount, an address.
bool binds(char32_t c) {
  constexpr std::u32string_view signs = U"_@#%=&$£€¥¢+*";
  constexpr std::u32string_view quotes = U"\u00AB\u00BB\u00B7\u2022\u2018\u2019\u201C\u201D\u2026";
  const bool letter = (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z') ||
                      (c >= 0x00C0 && !phone::is_separator(c) && quotes.find(c) == std::u32string_view::npos);
  return letter || phone::digit_value(c) >= 0 || signs.find(c) != std::u32string_view::npos;
}

/// The run of digits and separators that begins at `at`, up to its last digit; empty when there is none.
Span run_at(std::string_view text, std::size_t at) {
  Span run{at, at};
  int gap = 0;
  for (std::size_t p = at; p < text.size();) {
    const char32_t c = phone::next_character(text, p);
    if (phone::digit_value(c) >= 0) {
      run.end = p;
      gap = 0;
    } else if (c == U'\n' || c == U'\r' || (phone::is_plus(c) && run.end != at)) {
      break;
    } else if ((!phone::is_separator(c) && !phone::is_plus(c)) || ++gap > longest_gap) {
      break;
    }
  }
  return run;
}

/// A part of a date or time: its number, and how many digits it was written with.
struct Part {
  int value = 0;
  std::size_t digits = 0;
};

bool is_day(const Part& p) { return p.digits <= 2 && p.value >= 1 && p.value <= 31; }
bool is_month(const Part& p) { return p.digits <= 2 && p.value >= 1 && p.value <= 12; }
bool is_year(const Part& p) { return p.digits == 2 || (p.digits == 4 && p.value >= 1900 && p.value <= 2199); }

/// `2026-11-25`, `25.11.2026`, `11/25/26`, `14.30`.
bool is_date_or_time(std::string_view word) {
  std::array<Part, 3> parts{};
  std::size_t count = 0;
  char sign = 0;
  for (const char c : word) {
    if (c >= '0' && c <= '9') {
      parts[count].value = std::min(parts[count].value * 10 + (c - '0'), 100000);
      ++parts[count].digits;
    } else if ((c != '-' && c != '/' && c != '.') || (sign != 0 && c != sign) || ++count == parts.size()) {
      return false;
    } else {
      sign = c;
    }
  }
  const auto& [a, b, c] = parts;
  if (count == 1) return sign == '.' && a.digits <= 2 && a.value <= 24 && b.digits == 2 && b.value <= 59;
  if (count != 2) return false;
  const bool year_first = a.digits == 4 && is_year(a) && is_month(b) && is_day(c);
  return year_first || (is_year(c) && ((is_day(a) && is_month(b)) || (is_month(a) && is_day(b))));
}

std::size_t count_digits(std::string_view text) {
  std::size_t digits = 0;
  for (std::size_t at = 0; at < text.size();) digits += phone::digit_value(phone::next_character(text, at)) >= 0;
  return digits;
}

class Finder {
 public:
  Finder(std::string_view text, std::string_view country) : text_(text.substr(0, longest_text)), country_(country) {}

  std::vector<FoundPhone> find() {
    for (std::size_t at = 0; at < text_.size() && found_.size() < most_found;) {
      const std::size_t here = at;
      const char32_t c = phone::next_character(text_, at);
      if (phone::digit_value(c) < 0 && !phone::is_plus(c) && c != U'(' && c != U'[') continue;
      const Span run = run_at(text_, here);
      if (run.end == here) continue;
      look(run);
      at = std::max(at, run.end);
    }
    return std::move(found_);
  }

 private:
  /// The whole run, or what lies between its dates, slashes and wide gaps.
  void look(const Span& run) {
    const bool after_colon = run.begin > 0 && text_[run.begin - 1] == ':' && run.begin > 1 &&
                             phone::digit_value(character_before(text_, run.begin - 1)) >= 0;
    if (!after_colon && take(run)) return;
    std::size_t begin = run.begin;
    // The minutes of a time before the number.
    if (after_colon) begin = first_of(" ", {begin, run.end});
    std::size_t piece = begin;
    for (std::size_t at = begin; at <= run.end;) {
      const std::size_t word_end = first_of(" \t", {at, run.end});
      const std::string_view word = text_.substr(at, word_end - at);
      const bool wide = word.empty() && at > piece;
      if (is_date_or_time(word) || wide) {
        take_pieces({piece, at});
        piece = word_end;
      }
      at = word_end + 1;
    }
    take_pieces({piece, run.end});
  }

  /// The first of `signs` in the span, or its end; never looks further.
  std::size_t first_of(std::string_view signs, const Span& span) const {
    return std::min(text_.substr(0, span.end).find_first_of(signs, span.begin), span.end);
  }

  /// One number, or some with slashes between, or a list of such as are one word each.
  void take_pieces(const Span& span) {
    if (span.begin >= span.end || take(span)) return;
    if (!take_each("/", span, 0)) take_each(" \t", span, fewest_digits);
  }

  /// What lies between the signs, unless one of them has too few digits: then it is a number of several words.
  bool take_each(std::string_view signs, const Span& span, std::size_t fewest) {
    std::vector<Span> words;
    for (std::size_t at = span.begin; at < span.end;) {
      const Span word{at, first_of(signs, {at, span.end})};
      if (word.begin < word.end) words.push_back(word);
      at = word.end + 1;
    }
    const auto too_few = [&](const Span& word) {
      return count_digits(text_.substr(word.begin, word.end - word.begin)) < fewest;
    };
    if (words.size() < 2 || std::any_of(words.begin(), words.end(), too_few)) return false;
    bool any = false;
    for (const Span& word : words) any |= take(word);
    return any;
  }

  bool take(Span span) {
    while (span.begin < span.end && (text_[span.begin] == ' ' || text_[span.begin] == '\t')) ++span.begin;
    if (found_.size() == most_found) return false;
    const std::string_view piece = text_.substr(span.begin, span.end - span.begin);
    const std::string_view trimmed = piece.substr(0, piece.find_last_not_of(" \t-./") + 1);
    span.end = span.begin + trimmed.size();
    if (count_digits(trimmed) < fewest_digits || is_date_or_time(trimmed)) return false;
    const std::size_t end = phone::extension_end(text_, span.end);
    if (binds(character_before(text_, span.begin)) || in_a_path(span.begin)) return false;
    if (end < text_.size() && binds(character_at(text_, end))) return false;
    const auto read = read_number_and_extension(text_.substr(span.begin, end - span.begin), country_);
    if (!read.ok() || validity(read->number) != Validity::valid) return false;
    found_.push_back({span.begin, end, read->number, read->extension});
    return true;
  }

  /// Behind a `/`, `-` or `.` that belongs to a word: an address of the web, an order's number.
  bool in_a_path(std::size_t at) const {
    const char32_t before = character_before(text_, at);
    if (before != U'/' && before != U'-' && before != U'.') return false;
    return at >= 2 && text_[at - 2] != ' ' && phone::digit_value(character_before(text_, at - 1)) < 0;
  }

  std::string_view text_;
  std::string_view country_;
  std::vector<FoundPhone> found_;
};

}  // namespace

std::vector<FoundPhone> find_numbers(std::string_view text, std::string_view country) {
  return Finder(text, country).find();
}

}  // namespace courtesy

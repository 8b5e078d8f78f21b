#include "intake/find_number.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/phone/engine.h"
#include "intake/text.h"

namespace courtesy::intake {
namespace {

/// ITU-T E.164: at most 15 digits; with fewer than 7 too much else looks the same.
constexpr std::size_t fewest_digits = 7;
constexpr std::size_t most_digits = 15;

bool may_stand_inside(char c) {
  return is_digit(c) || c == ' ' || c == '-' || c == '.' || c == '(' || c == ')' || c == '/';
}

std::string digits_of(std::string_view text) {
  std::string digits;
  std::copy_if(text.begin(), text.end(), std::back_inserter(digits), is_digit);
  return digits;
}

/// What stands in the text from `at` on and has the characters of a number.
std::string_view run_at(std::string_view text, std::size_t at) {
  std::size_t end = at + 1;
  while (end < text.size() && may_stand_inside(text[end]) && end - at < 40) {
    // Two blanks, or a mark between blanks, part a number from what follows; one blank or one mark does not.
    const std::string_view ahead = text.substr(end, 3);
    if (ahead.starts_with("  ") || ahead == " - " || ahead == " / ") break;
    ++end;
  }
  while (end > at && !is_digit(text[end - 1])) --end;
  return text.substr(at, end - at);
}

/// 2026-05-12, 12.05.2026, 5/12/26 and the like, alone or at the front.
bool looks_like_date(std::string_view run) {
  for (const char mark : {'-', '/', '.'}) {
    const auto parts = split(run.substr(0, run.find(' ')), mark);
    if (parts.size() != 3) continue;
    const auto a = whole_number(parts[0]);
    const auto b = whole_number(parts[1]);
    const auto c = whole_number(parts[2]);
    if (!a || !b || !c) continue;
    const bool year_first = parts[0].size() == 4 && *a >= 1900 && *a < 2200 && *b <= 12 && *c <= 31;
    const bool year_last = (parts[2].size() == 4 ? *c >= 1900 && *c < 2200 : parts[2].size() == 2) &&
                           parts[0].size() <= 2 && parts[1].size() <= 2 && *a <= 31 && *b <= 31;
    if (year_first || (year_last && parts[0].size() + parts[1].size() + parts[2].size() <= 8)) return true;
  }
  return false;
}

bool stands_alone(std::string_view text, std::size_t at, std::size_t end) {
  using namespace std::string_view_literals;
  const char before = at == 0 ? ' ' : text[at - 1];
  const char after = end == text.size() ? ' ' : text[end];
  const bool link = "=/&?#_@$%"sv.find(before) != std::string_view::npos;
  const bool joined = is_letter(before) || is_digit(before) || is_letter(after) || is_digit(after) ||
                      "_@%=&"sv.find(after) != std::string_view::npos;
  const bool clock = after == ':' && end + 1 < text.size() && is_digit(text[end + 1]);
  const bool coded =
      text.substr(end).starts_with(",,") || text.substr(end).starts_with(";ext") || text.substr(end).starts_with("#");
  return !link && !joined && !clock && !coded;
}

/// "+44 (0)20 ..." shows the 0 that is dialled inside the country only.
std::string international(std::string_view text) {
  const std::size_t trunk = text.find("(0)");
  if (trunk == std::string_view::npos) return "+" + digits_of(text);
  return "+" + digits_of(text.substr(0, trunk)) + digits_of(text.substr(trunk + 3));
}

bool has_country_code(std::string_view text) { return text.starts_with('+') || text.starts_with("(+"); }

/// Without tables a number with its country code is judged by its form alone.
Result<PhoneNumber> read_international(std::string_view text, const Reading& reading) {
  const std::string written = international(text);
  if (!reading.read_number) {
    auto number = courtesy::read_number(written, {});
    if (number.ok() || number.error().code != ErrorCode::unavailable) return number;
  }
  auto number = PhoneNumber::parse(written);
  if (number.ok()) return number;
  return invalid("the phone number is not complete: write it as +12125550123");
}

/// In free text a number without country code has to be one that the country gives out; an injected reader decides so
/// by itself.
bool given_out(const PhoneNumber& number, std::string_view run, const Reading& reading) {
  return reading.read_number || has_country_code(run) || validity(number) == Validity::valid;
}

bool is_own(const PhoneNumber& number, const Reading& reading) {
  return std::find(reading.own_numbers.begin(), reading.own_numbers.end(), number.e164()) != reading.own_numbers.end();
}

/// Few digits in a row may be anything: an order, an insurance number.
bool surely_meant_as_number(std::string_view run) {
  return has_country_code(run) || digits_of(run).size() >= 9 ||
         run.find_first_not_of("0123456789") != std::string_view::npos;
}

}  // namespace

Result<PhoneNumber> read_number(std::string_view text, const Reading& reading) {
  text = trim(text);
  for (const std::string_view scheme : {"tel:", "sms:", "callto:", "phone:"}) {
    if (starts_with_word(text, scheme)) text.remove_prefix(scheme.size());
  }
  text = trim(text.substr(0, text.find(';')));
  const bool strange = !std::all_of(text.begin(), text.end(), [](char c) { return may_stand_inside(c) || c == '+'; });
  if (strange || text.empty()) return invalid("what stands where the phone number should is no number");
  if (has_country_code(text)) return read_international(text, reading);
  const std::string& country = reading.settings.country;
  return reading.read_number ? reading.read_number(text, country) : courtesy::read_number(text, country);
}

FoundNumbers find_numbers(std::string_view text, const Reading& reading) {
  FoundNumbers found;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (!is_digit(c) && c != '+' && c != '(') {
      found.rest += text[at++];
      continue;
    }
    const std::string_view run = run_at(text, at);
    const std::size_t digits = digits_of(run).size();
    const bool candidate = digits >= fewest_digits && stands_alone(text, at, at + run.size()) && !looks_like_date(run);
    const std::size_t length = std::max<std::size_t>(1, run.size());
    if (found.usable.size() == most_numbers) {
      found.rest += text.substr(at, length);
    } else if (candidate && digits <= most_digits) {
      const auto number = read_number(run, reading);
      if (!number.ok() || !given_out(*number, run, reading)) {
        found.some_unusable = found.some_unusable || surely_meant_as_number(run);
      } else if (is_own(*number, reading)) {
        // "Questions? Call us at ...": nobody is meant to be rung there.
      } else if (std::find(found.usable.begin(), found.usable.end(), *number) == found.usable.end()) {
        found.usable.push_back(*number);
      }
      found.rest += ' ';
    } else {
      found.rest += text.substr(at, length);
    }
    at += length;
  }
  return found;
}

}  // namespace courtesy::intake

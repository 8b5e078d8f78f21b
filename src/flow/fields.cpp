#include "flow/fields.h"

#include <algorithm>
#include <array>

#include "flow/wording.h"

namespace courtesy::flow {
namespace {

constexpr std::array all_kinds{FieldKind::number, FieldKind::code, FieldKind::time, FieldKind::money,
                               FieldKind::secret};

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Digits, with one star at most, which stands for the point and has digits on both sides.
bool is_decimal(std::string_view keys, std::size_t most_places) {
  const auto star = keys.find('*');
  if (star == std::string_view::npos) return all_digits(keys);
  const std::string_view places = keys.substr(star + 1);
  return all_digits(keys.substr(0, star)) && all_digits(places) && places.size() <= most_places;
}

int two_digits(std::string_view text) { return (text[0] - '0') * 10 + (text[1] - '0'); }

bool is_time(std::string_view keys) {
  return keys.size() == 4 && all_digits(keys) && two_digits(keys) < 24 && two_digits(keys.substr(2)) < 60;
}

std::string with_point(std::string_view keys) {
  std::string text(keys);
  std::replace(text.begin(), text.end(), '*', '.');
  return text;
}

/// As people read a sum: `12.5` is `12.50`.
std::string sum(std::string_view keys) {
  std::string text = with_point(keys);
  if (const auto point = text.find('.'); point != std::string::npos && text.size() - point == 2) text += '0';
  return text;
}

std::string one_by_one(std::string_view keys) {
  std::string text;
  for (const char key : keys) {
    if (!text.empty()) text += ' ';
    text += key;
  }
  return text;
}

}  // namespace

std::string_view to_string(FieldKind kind) {
  switch (kind) {
    case FieldKind::number: return "number";
    case FieldKind::code: return "code";
    case FieldKind::time: return "time";
    case FieldKind::money: return "money";
    case FieldKind::secret: return "secret";
  }
  return "number";
}

std::optional<FieldKind> parse_field_kind(std::string_view text) {
  for (const FieldKind kind : all_kinds) {
    if (to_string(kind) == text) return kind;
  }
  return std::nullopt;
}

bool is_value(FieldKind kind, FieldLength length, std::string_view keys) {
  const auto size = static_cast<int>(keys.size());
  if (size < length.least || size > length.most) return false;
  switch (kind) {
    case FieldKind::number: return is_decimal(keys, 3);
    case FieldKind::money: return is_decimal(keys, 2);
    case FieldKind::time: return is_time(keys);
    case FieldKind::code:
    case FieldKind::secret: return all_digits(keys);
  }
  return false;
}

std::string example_value(FieldKind kind, FieldLength length) {
  if (kind == FieldKind::time) return "0930";
  constexpr std::string_view digits = "427193586042719358604271935860";
  return std::string(digits.substr(0, static_cast<std::size_t>(std::max(length.least, 1))));
}

std::string field_words(FieldKind kind, std::string_view keys, std::string_view language) {
  switch (kind) {
    case FieldKind::number: return with_point(keys);
    case FieldKind::money: return sum(keys);
    case FieldKind::code: return one_by_one(keys);
    case FieldKind::secret: return {};
    case FieldKind::time: {
      using namespace std::chrono;
      const LocalTime at =
          local_days{year{2026} / January / 1} + hours(two_digits(keys)) + minutes(two_digits(keys.substr(2)));
      return time_words(at, language, Medium::spoken);
    }
  }
  return {};
}

std::string field_value(FieldKind kind, std::string_view keys) {
  if (kind == FieldKind::time) return std::string(keys.substr(0, 2)) + ":" + std::string(keys.substr(2));
  return kind == FieldKind::money ? sum(keys) : with_point(keys);
}

}  // namespace courtesy::flow

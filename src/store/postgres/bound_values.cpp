#include "store/postgres/bound_values.h"

#include <fmt/format.h>

namespace courtesy {
namespace {

char letter_of(const Value& value) {
  if (value.null()) return '0';
  return std::holds_alternative<std::int64_t>(value.raw()) ? '8' : 't';
}

void add_number(std::string& text, std::int64_t number) {
  const fmt::format_int digits(number);
  text.append(digits.data(), digits.size());
}

void add_quoted(std::string& text, std::string_view word) {
  text += '"';
  for (std::size_t at; (at = word.find_first_of("\"\\")) != std::string_view::npos; word.remove_prefix(at + 1))
    text.append(word.substr(0, at)).append({'\\', word[at]});
  text.append(word) += '"';
}

std::string array_of(std::size_t column, std::size_t width, std::span<const Value> rows) {
  std::string text = "{";
  for (std::size_t i = column; i < rows.size(); i += width) {
    if (i != column) text += ',';
    if (rows[i].null()) {
      text += "NULL";
    } else if (const auto* number = std::get_if<std::int64_t>(&rows[i].raw())) {
      add_number(text, *number);
    } else {
      add_quoted(text, rows[i].text());
    }
  }
  return text += '}';
}

}  // namespace

std::string letters_of(std::span<const Value> values) {
  std::string letters;
  for (const auto& value : values) letters.push_back(letter_of(value));
  return letters;
}

std::string letters_of_columns(std::size_t width, std::span<const Value> rows) {
  std::string letters(width, '0');
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (char& letter = letters[i % width]; letter == '0') letter = letter_of(rows[i]);
  }
  return letters;
}

BoundValues::BoundValues(std::span<const Value> values) { add_values(values); }

BoundValues::BoundValues(std::size_t width, std::span<const Value> rows) {
  if (rows.size() == width) {
    add_values(rows);
    return;
  }
  held_.reserve(width);
  for (std::size_t column = 0; column < width; ++column)
    texts_.push_back(held_.emplace_back(array_of(column, width, rows)).c_str());
}

void BoundValues::add_values(std::span<const Value> values) {
  held_.reserve(values.size());
  for (const auto& value : values) {
    if (value.null()) {
      texts_.push_back(nullptr);
    } else if (const auto* number = std::get_if<std::int64_t>(&value.raw())) {
      texts_.push_back(held_.emplace_back(std::to_string(*number)).c_str());
    } else {
      texts_.push_back(value.text().c_str());
    }
  }
}

void add_copied(std::string& lines, const Value& value) {
  if (value.null()) {
    lines += "\\N";
  } else if (const auto* number = std::get_if<std::int64_t>(&value.raw())) {
    add_number(lines, *number);
  } else {
    for (const char c : value.text()) {
      if (c == '\\' || c == '\t' || c == '\n' || c == '\r') lines += '\\';
      lines += c == '\t' ? 't' : c == '\n' ? 'n' : c == '\r' ? 'r' : c;
    }
  }
}

}  // namespace courtesy

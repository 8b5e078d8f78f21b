#include "store/postgres/many_rows.h"

#include <fmt/format.h>

#include <cctype>
#include <functional>
#include <vector>

namespace courtesy {
namespace {

constexpr auto none = std::string_view::npos;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Where each character stands outside of quotes and parentheses is asked for the whole text once.
std::size_t find_outside(std::string_view sql, std::string_view what, std::size_t from = 0) {
  int depth = 0;
  bool quoted = false;
  for (std::size_t at = 0; at < sql.size(); ++at) {
    if (!quoted && depth == 0 && at >= from && sql.substr(at).starts_with(what)) return at;
    if (sql[at] == '\'') quoted = !quoted;
    if (quoted) continue;
    if (sql[at] == '(') ++depth;
    if (sql[at] == ')') --depth;
  }
  return none;
}

/// Each `$k`, replaced.
std::string with_values(std::string_view sql, const std::function<std::string(std::size_t)>& value) {
  std::string made;
  for (std::size_t at = 0; at < sql.size();) {
    if (sql[at] != '$' || at + 1 == sql.size() || !is_digit(sql[at + 1])) {
      made += sql[at++];
      continue;
    }
    std::size_t number = 0;
    for (++at; at < sql.size() && is_digit(sql[at]); ++at)
      number = number * 10 + static_cast<std::size_t>(sql[at] - '0');
    made += value(number);
  }
  return made;
}

std::string of_row(std::size_t number) { return fmt::format("b.p{}", number); }

std::string trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return std::string(text);
}

std::vector<std::string> split(std::string_view list) {
  std::vector<std::string> parts;
  for (std::size_t at = 0; at <= list.size();) {
    const std::size_t comma = std::min(find_outside(list.substr(at), ","), list.size() - at);
    parts.push_back(trimmed(list.substr(at, comma)));
    at += comma + 1;
  }
  return parts;
}

/// From an opening parenthesis to the one that closes it, without them.
std::string_view inside(std::string_view sql, std::size_t open) {
  const std::size_t close = find_outside(sql.substr(open + 1), ")");
  return close == none ? std::string_view{} : sql.substr(open + 1, close);
}

std::string arrays(std::span<const std::string_view> types, bool numbered) {
  std::string given, names;
  for (std::size_t i = 1; i <= types.size(); ++i) {
    given += fmt::format("{}${}::{}[]", i == 1 ? "" : ", ", i, types[i - 1]);
    names += fmt::format("{}p{}", i == 1 ? "" : ", ", i);
  }
  return fmt::format("unnest({}){} AS b({}{})", given, numbered ? " WITH ORDINALITY" : "", names,
                     numbered ? ", row_number_given" : "");
}

std::optional<std::string> many_selected(std::string_view sql, std::span<const std::string_view> types) {
  return fmt::format("SELECT b.row_number_given, q.* FROM {} CROSS JOIN LATERAL ({}) AS q ORDER BY b.row_number_given",
                     arrays(types, true), with_values(sql, of_row));
}

/// `UPDATE t SET … WHERE …`: the rows are joined to what they name.
std::optional<std::string> many_updated(std::string_view sql, std::span<const std::string_view> types) {
  const std::size_t where = find_outside(sql, " WHERE ");
  if (where == none || find_outside(sql, " FROM ") != none) return std::nullopt;
  return fmt::format("{} FROM {}{}", with_values(sql.substr(0, where), of_row), arrays(types, false),
                     with_values(sql.substr(where), of_row));
}

/// `INSERT INTO t (columns) VALUES (…) …`: behind the values, `$k` is what was to be inserted in its column.
std::optional<std::string> many_inserted(std::string_view sql, std::span<const std::string_view> types) {
  const std::size_t columns_at = sql.find('(');
  const std::size_t values_at = find_outside(sql, " VALUES (");
  if (columns_at == none || values_at == none || columns_at > values_at) return std::nullopt;
  const std::vector<std::string> columns = split(inside(sql, columns_at));
  const std::string_view list = inside(sql, values_at + 8);
  const std::vector<std::string> values = split(list);
  const std::string_view rest = sql.substr(values_at + 8 + list.size() + 2);
  if (values.size() != columns.size() || rest.starts_with(",")) return std::nullopt;
  bool known = true;
  const auto excluded = [&](std::size_t number) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (values[i] == fmt::format("${}", number)) return "excluded." + columns[i];
    }
    known = false;
    return std::string{};
  };
  const std::string ending = with_values(rest, excluded);
  if (!known) return std::nullopt;
  return fmt::format("{} SELECT {} FROM {}{}{}", sql.substr(0, values_at), with_values(list, of_row),
                     arrays(types, false), rest.find("ON CONFLICT") == none ? "" : " WHERE TRUE", ending);
}

}  // namespace

std::optional<std::string> for_many_rows(std::string_view sql, std::span<const std::string_view> types) {
  if (types.empty()) return std::nullopt;
  if (sql.starts_with("SELECT ")) return many_selected(sql, types);
  if (sql.starts_with("UPDATE ")) return many_updated(sql, types);
  if (sql.starts_with("INSERT ")) return many_inserted(sql, types);
  return std::nullopt;
}

}  // namespace courtesy

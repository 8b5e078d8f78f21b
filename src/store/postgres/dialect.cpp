#include "store/postgres/dialect.h"

#include <fmt/format.h>

#include <optional>
#include <regex>
#include <utility>

namespace courtesy {
namespace {

void replace_all(std::string& text, std::string_view what, std::string_view with) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += with.size())
    text.replace(at, what.size(), with);
}

std::optional<std::string> refusing_trigger(const std::string& text) {
  static const std::regex form(
      R"(CREATE TRIGGER (\w+) BEFORE (UPDATE|DELETE) ON (\w+) BEGIN SELECT RAISE\(ABORT, ('[^']*')\); END;\s*)");
  std::smatch parts;
  if (!std::regex_match(text, parts, form)) return std::nullopt;
  return fmt::format(
      "CREATE FUNCTION {0}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION {3}; END $$;"
      " CREATE TRIGGER {0} BEFORE {1} ON {2} FOR EACH ROW EXECUTE FUNCTION {0}()",
      parts.str(1), parts.str(2), parts.str(3), parts.str(4));
}

}  // namespace

std::string postgres_dialect(std::string_view sql) {
  std::string text(sql);
  if (auto trigger = refusing_trigger(text)) return *trigger;
  const std::pair<std::string_view, std::string_view> spellings[] = {
      {"{I64}", "BIGINT"},
      {"{STRICT}", ""},
      {"{SKIP LOCKED}", ""},
      {"{FOR SHARE}", "FOR SHARE"},
      {"{FOR UPDATE}", "FOR NO KEY UPDATE"},
      // A row that might be written is locked, and then it is not written: that would make a new one each time.
      {"{DO LOCK}", "DO UPDATE SET recipient = EXCLUDED.recipient WHERE FALSE"}};
  for (const auto& [placeholder, spelling] : spellings) replace_all(text, placeholder, spelling);
  return text;
}

}  // namespace courtesy

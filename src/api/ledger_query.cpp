#include <algorithm>

#include "api/pages.h"
#include "base/whole_number.h"
#include "http/message.h"

namespace courtesy::api {
namespace {

constexpr std::size_t most_words = 8;
constexpr std::size_t longest_text = 254;  // of an email address
constexpr int most_entries = 100;
constexpr int usual_entries = 50;

Result<std::int64_t> number(const http::Fields& fields, std::string_view name, std::int64_t otherwise) {
  const auto text = http::field(fields, name);
  if (!text || text->empty()) return otherwise;
  const auto value = whole_number<std::int64_t>(*text);
  if (!value) return invalid("`" + std::string(name) + "` must be a whole number, not less than 0");
  return *value;
}

Result<std::string> text(const http::Fields& fields, std::string_view name) {
  const std::string value(http::field(fields, name).value_or(""));
  if (value.size() > longest_text) return invalid("`" + std::string(name) + "` is too long");
  return value;
}

std::vector<std::string> pieces(std::string_view text, std::string_view separators) {
  std::vector<std::string> found;
  while (true) {
    const auto begin = text.find_first_not_of(separators);
    if (begin == std::string_view::npos) return found;
    const auto end = std::min(text.find_first_of(separators, begin), text.size());
    found.emplace_back(text.substr(begin, end - begin));
    text.remove_prefix(end);
  }
}

Result<std::vector<LedgerKind>> kinds(const http::Fields& fields) {
  std::vector<LedgerKind> found;
  for (const auto& word : pieces(http::field(fields, "kind").value_or(""), ", ")) {
    const auto kind = parse_ledger_kind(word);
    if (!kind) return invalid("`kind` names no kind of entry; docs/reference/ledger.md lists them");
    if (std::find(found.begin(), found.end(), *kind) == found.end()) found.push_back(*kind);
  }
  return found;
}

}  // namespace

Result<LedgerQuery> parse_ledger_query(std::string_view query) {
  const http::Fields fields = TRY(http::parse_form(query));
  LedgerQuery found;
  LedgerSearch& search = found.search;
  search.appointment = AppointmentId(TRY(number(fields, "appointment", 0)));
  search.client = ClientId(TRY(number(fields, "client", 0)));
  search.attempt = AttemptId(TRY(number(fields, "attempt", 0)));
  search.recipient = TRY(text(fields, "recipient"));
  search.kinds = TRY(kinds(fields));
  search.code = TRY(text(fields, "code"));
  search.channel = TRY(text(fields, "channel"));
  if (!search.channel.empty() && !parse_channel(search.channel)) {
    return invalid("`channel` must be call, text or email");
  }
  found.from = TRY(text(fields, "from"));
  found.to = TRY(text(fields, "to"));
  search.before = TRY(number(fields, "before", 0));
  search.limit =
      static_cast<int>(std::clamp<std::int64_t>(TRY(number(fields, "limit", usual_entries)), 1, most_entries));
  search.words = pieces(http::field(fields, "q").value_or(""), " \t");
  if (search.words.size() > most_words) return invalid("`q` has more than 8 words");
  return found;
}

}  // namespace courtesy::api

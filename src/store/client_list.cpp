#include "store/client_list.h"

#include <fmt/format.h>

#include <array>

#include "store/unit.h"

namespace courtesy {
namespace {

constexpr std::string_view bad = "(c.number = '' AND c.unreachable <> '')";
constexpr std::string_view missing = "(c.number = '' AND c.email = '' AND c.unreachable = '')";
constexpr std::string_view doubled =
    "(c.number <> '' AND EXISTS (SELECT 1 FROM client o WHERE o.account = c.account AND o.number = c.number"
    " AND o.client <> c.client))";
constexpr std::string_view no_consent =
    "((c.number <> '' OR c.email <> '') AND NOT EXISTS (SELECT 1 FROM consent k WHERE k.account = c.account"
    " AND k.client = c.client AND k.withdrawn_at IS NULL"
    " AND k.recipient = CASE k.channel WHEN 'email' THEN c.email ELSE c.number END))";

std::string as_number(std::string_view condition) { return fmt::format("CASE WHEN {} THEN 1 ELSE 0 END", condition); }

std::string condition_of(ClientShow show) {
  switch (show) {
    case ClientShow::all:
    case ClientShow::never: return "";
    case ClientShow::problems: return fmt::format(" AND ({} OR {} OR {} OR {})", bad, missing, doubled, no_consent);
    case ClientShow::bad: return fmt::format(" AND {}", bad);
    case ClientShow::missing: return fmt::format(" AND {}", missing);
    case ClientShow::doubled: return fmt::format(" AND {}", doubled);
    case ClientShow::no_consent: return fmt::format(" AND {}", no_consent);
  }
  return "";
}

/// `50%` is no pattern.
std::string pattern(std::string_view text) {
  std::string made = "%";
  for (const char c : text) {
    if (c == '%' || c == '_' || c == '\\') made += '\\';
    made += c;
  }
  return made + "%";
}

/// The digits of what looks like (a part of) a number, as people write it; empty for anything else.
std::string digits_of(std::string_view text) {
  std::string digits;
  for (const char c : text) {
    if (c >= '0' && c <= '9') {
      digits += c;
    } else if (std::string_view(" +-().").find(c) == std::string_view::npos) {
      return {};
    }
  }
  return digits.size() < 3 ? std::string{} : digits;
}

struct Statement {
  std::string where;
  std::vector<Value> values;
  template <typename T>
  std::string add(const T& value) {
    values.emplace_back(value);
    return fmt::format("${}", values.size());
  }
};

void add_text(Statement& sql, const std::string& text) {
  if (text.empty()) return;
  const std::string words = sql.add(pattern(text));
  std::string any =
      fmt::format(R"(lower(c.name) LIKE lower({0}) ESCAPE '\' OR lower(c.email) LIKE lower({0}) ESCAPE '\')", words);
  if (const std::string digits = digits_of(text); !digits.empty())
    any += fmt::format(" OR c.number LIKE {}", sql.add("%" + digits + "%"));
  sql.where += fmt::format(" AND ({})", any);
}

void add_after(Statement& sql, ClientId after) {
  if (!after) return;
  const std::string id = sql.add(after);
  sql.where += fmt::format(
      " AND (lower(c.name), c.client) > ((SELECT lower(n.name) FROM client n WHERE n.account = $1 AND n.client = {0}),"
      " {0})",
      id);
}

ListedClient read(const Row& row) {
  return {.client = {.id = row[0].id<ClientId>(),
                     .name = row[1].text(),
                     .number = row[2].text(),
                     .email = row[3].text(),
                     .zone = row[4].text(),
                     .language = row[5].text(),
                     .unreachable = row[6].text()},
          .bad = row[7].number() != 0,
          .missing = row[8].number() != 0,
          .doubled = row[9].number() != 0,
          .no_consent = row[10].number() != 0,
          .next = row[11].maybe_instant()};
}

Result<std::vector<ListedClient>> read_page(Unit& unit, const ClientQuery& query, ClientId after, int limit) {
  Statement sql{.where = condition_of(query.show), .values = {unit.account(), unit.now()}};
  add_text(sql, query.text);
  add_after(sql, after);
  const std::string text = fmt::format(
      "SELECT c.client, c.name, c.number, c.email, c.zone, c.language, c.unreachable, {}, {}, {}, {},"
      " (SELECT MIN(a.instant) FROM appointment a WHERE a.account = c.account AND a.client = c.client"
      " AND a.booking = 'booked' AND a.instant >= $2) FROM client c WHERE c.account = $1{}"
      " ORDER BY lower(c.name), c.client LIMIT {}",
      as_number(bad), as_number(missing), as_number(doubled), as_number(no_consent), sql.where, sql.add(limit));
  std::vector<ListedClient> found;
  for (const auto& row : TRY(unit.db().run(text, sql.values))) found.push_back(read(row));
  return found;
}

Result<bool> wants_none(Unit& unit, const Client& client) {
  for (const std::string* recipient : {&client.number, &client.email}) {
    if (!recipient->empty() && TRY(unit.clients().suppressed(*recipient))) return true;
  }
  return false;
}

Result<ClientPage> list_never(Unit& unit, const ClientQuery& query) {
  ClientPage page;
  const Clients::Hashes opt_outs = TRY(unit.clients().opt_outs());
  if (opt_outs.empty()) return page;
  const auto is_never = [&](const std::string& recipient) {
    return !recipient.empty() && unit.clients().among(opt_outs, recipient);
  };
  const auto looked_at = TRY(read_page(unit, query, query.after, most_looked_at));
  for (auto one : looked_at) {
    one.never = is_never(one.client.number) || is_never(one.client.email);
    if (!one.never) continue;
    page.clients.push_back(std::move(one));
    if (static_cast<int>(page.clients.size()) == query.limit) break;
  }
  if (static_cast<int>(page.clients.size()) == query.limit) {
    page.next = page.clients.back().client.id;
  } else if (static_cast<int>(looked_at.size()) == most_looked_at) {
    page.next = looked_at.back().client.id;
  }
  return page;
}

}  // namespace

std::optional<ClientShow> parse_client_show(std::string_view text) {
  static constexpr std::array<std::string_view, 7> words{"all",     "problems",   "bad",  "missing",
                                                         "doubled", "no_consent", "never"};
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == text) return static_cast<ClientShow>(i);
  }
  return std::nullopt;
}

Result<ClientPage> list_clients(Unit& unit, const ClientQuery& query) {
  if (query.show == ClientShow::never) return list_never(unit, query);
  ClientPage page{.clients = TRY(read_page(unit, query, query.after, query.limit + 1))};
  if (static_cast<int>(page.clients.size()) > query.limit) {
    page.clients.pop_back();
    page.next = page.clients.back().client.id;
  }
  for (auto& one : page.clients) one.never = TRY(wants_none(unit, one.client));
  return page;
}

Result<ClientCounts> count_clients(Unit& unit) {
  static const std::string sql = fmt::format(
      "SELECT COUNT(*), COALESCE(SUM({}), 0), COALESCE(SUM({}), 0), COALESCE(SUM({}), 0), COALESCE(SUM({}), 0)"
      " FROM client c WHERE c.account = $1",
      as_number(bad), as_number(missing), as_number(doubled), as_number(no_consent));
  const Rows rows = TRY(unit.db().run(sql, {unit.account()}));
  return ClientCounts{.all = rows[0][0].number(),
                      .bad = rows[0][1].number(),
                      .missing = rows[0][2].number(),
                      .doubled = rows[0][3].number(),
                      .no_consent = rows[0][4].number()};
}

}  // namespace courtesy

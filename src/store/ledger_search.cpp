#include "store/ledger_search.h"

#include <algorithm>

#include "store/unit.h"

namespace courtesy {
namespace {

constexpr std::size_t most_words = 8;
constexpr std::int64_t window = 10'000;
constexpr int most_windows = 10;

/// `%word%`, with what LIKE would read as its own signs escaped.
std::string pattern(const std::string& word) {
  std::string text = "%";
  for (const char c : word) {
    if (c == '%' || c == '_' || c == '\\') text += '\\';
    text += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return text + "%";
}

/// A statement that grows, and its values.
class Statement {
 public:
  explicit Statement(AccountId account) : values_{account} {}
  /// The value's place, as `$5`.
  std::string value(Value value) {
    values_.push_back(std::move(value));
    return "$" + std::to_string(values_.size());
  }
  void add(std::string_view text) { sql_.append(text); }
  Result<Rows> run(Unit& unit) const { return unit.db().run(sql_, values_); }

 private:
  std::string sql_;
  std::vector<Value> values_;
};

/// The rows of some clients, by the indexes: those of their appointments, and those about no appointment.
std::string rows_of_clients(const std::string& clients) {
  return "l.seq IN (SELECT s.seq FROM ledger s WHERE s.account = $1 AND s.appointment <> 0 AND s.appointment IN"
         " (SELECT o.appointment FROM appointment o WHERE o.account = $1 AND o.client IN (" +
         clients + ")) AND (s.client = 0 OR s.client IN (" + clients +
         ")) UNION ALL SELECT s.seq FROM ledger s WHERE s.account = $1 AND s.appointment = 0 AND s.client IN (" +
         clients + "))";
}

void narrow(Statement& statement, const LedgerSearch& search) {
  const auto where = [&](const std::string& condition) { statement.add(" AND " + condition); };
  if (search.appointment) where("l.appointment = " + statement.value(search.appointment));
  if (search.attempt) {
    const std::string id = statement.value(search.attempt);
    where("l.attempt = " + id + " AND l.appointment IN (SELECT t.appointment FROM attempt t WHERE t.account = $1 AND" +
          " t.attempt = " + id + ")");
  }
  // Whoever was joined with a client has written a part of their history.
  if (search.client) {
    const std::string id = statement.value(search.client);
    const std::string client =
        "COALESCE((SELECT g.stays FROM client_joined g WHERE g.account = $1 AND g.client = " + id + "), " + id + ")";
    where(rows_of_clients(
        "SELECT w.client FROM client w WHERE w.account = $1 AND w.client = " + client +
        " UNION ALL SELECT j.client FROM client_joined j WHERE j.account = $1 AND j.stays = " + client));
  }
  if (!search.recipient.empty()) {
    const std::string recipient = statement.value(search.recipient);
    const std::string having = "(w.number = " + recipient + " OR LOWER(w.email) = LOWER(" + recipient + "))";
    const std::string clients = "SELECT w.client FROM client w WHERE w.account = $1 AND " + having +
                                " UNION ALL SELECT j.client FROM client_joined j JOIN client w ON w.account ="
                                " j.account AND w.client = j.stays WHERE j.account = $1 AND " +
                                having;
    where("(" + rows_of_clients(clients) + " OR l.seq IN (SELECT n.seq FROM ledger n JOIN ledger_body d ON" +
          " d.account = n.account AND d.seq = n.seq WHERE n.account = $1 AND n.appointment = 0 AND n.client = 0 AND" +
          " LOWER(d.body) LIKE " + statement.value(pattern(search.recipient)) + " ESCAPE '\\'))");
  }
  if (!search.kinds.empty()) {
    std::string list;
    for (const LedgerKind kind : search.kinds) {
      list.append(list.empty() ? "" : ", ").append(statement.value(to_string(kind)));
    }
    where("l.kind IN (" + list + ")");
  }
  if (!search.code.empty()) where("l.code = " + statement.value(search.code));
  if (!search.channel.empty()) where("l.channel = " + statement.value(search.channel));
  if (search.from) where("l.at >= " + statement.value(*search.from));
  if (search.to) where("l.at < " + statement.value(*search.to));
  for (std::size_t i = 0; i < std::min(search.words.size(), most_words); ++i) {
    where(
        "LOWER(l.kind || ' ' || l.code || ' ' || l.channel || ' ' || COALESCE(c.name, '') || ' ' ||"
        " COALESCE(b.body, '')) LIKE " +
        statement.value(pattern(search.words[i])) + " ESCAPE '\\'");
  }
}

/// Rows above `above` and below `below`, newest first; 0: no bound.
Result<std::vector<LedgerLine>> look(Unit& unit, const LedgerSearch& search, std::int64_t above, std::int64_t below,
                                     std::size_t limit) {
  Statement statement(unit.account());
  statement.add(std::string("SELECT ")
                    .append(ledger_columns)
                    .append(", COALESCE(c.name, ''), b.seq IS NOT NULL FROM ledger l"
                            " LEFT JOIN ledger_body b ON b.account = l.account AND b.seq = l.seq"
                            " LEFT JOIN appointment a ON a.account = l.account AND a.appointment = l.appointment"
                            " LEFT JOIN client c ON c.account = l.account AND c.client = CASE l.client WHEN 0 THEN "
                            "a.client ELSE COALESCE((SELECT j.stays FROM client_joined j WHERE j.account = l.account"
                            " AND j.client = l.client), l.client) END"
                            " WHERE l.account = $1"));
  if (above > 0) statement.add(" AND l.seq > " + statement.value(above));
  if (below > 0) statement.add(" AND l.seq < " + statement.value(below));
  narrow(statement, search);
  statement.add(" ORDER BY l.seq DESC LIMIT " + statement.value(static_cast<std::int64_t>(limit)));
  std::vector<LedgerLine> lines;
  for (const auto& row : TRY(statement.run(unit))) {
    LedgerLine line{.row = read_ledger_row(row),
                    .client = row[ledger_column_count].text(),
                    .has_body = row[ledger_column_count + 1].number() != 0};
    line.row.body.clear();  // what follows the columns is the name
    lines.push_back(std::move(line));
  }
  return lines;
}

struct Bounds {
  std::int64_t lowest;   ///< no row below it is in the span of time
  std::int64_t highest;  ///< nor above it
};

/// By the index over times: a clock that was set back does not hide a row.
Result<Bounds> bounds_of(Unit& unit, const LedgerSearch& search) {
  Bounds bounds{1, TRY(unit.ledger().last_seq())};
  if (search.from) {
    const Rows rows = TRY(
        unit.db().run("SELECT MIN(seq) FROM ledger WHERE account = $1 AND at >= $2", {unit.account(), *search.from}));
    if (rows[0][0].null()) return Bounds{1, 0};
    bounds.lowest = rows[0][0].number();
  }
  if (search.to) {
    const Rows rows =
        TRY(unit.db().run("SELECT MAX(seq) FROM ledger WHERE account = $1 AND at < $2", {unit.account(), *search.to}));
    if (rows[0][0].null()) return Bounds{1, 0};
    bounds.highest = rows[0][0].number();
  }
  return bounds;
}

/// What an index leads to is few enough to be looked at in one go.
bool is_led(const LedgerSearch& search) {
  return search.appointment || search.attempt || search.client || !search.recipient.empty();
}

}  // namespace

Result<std::map<std::int64_t, std::string>> ledger_bodies(Unit& unit, std::span<const std::int64_t> seqs) {
  std::map<std::int64_t, std::string> bodies;
  if (seqs.empty()) return bodies;
  Statement statement(unit.account());
  statement.add("SELECT seq, body FROM ledger_body WHERE account = $1 AND seq IN (");
  for (const std::int64_t seq : seqs) statement.add((seq == seqs.front() ? "" : ", ") + statement.value(seq));
  statement.add(")");
  for (const Row& row : TRY(statement.run(unit))) bodies.emplace(row[0].number(), row[1].text());
  return bodies;
}

Result<LedgerFound> search_ledger(Unit& unit, const LedgerSearch& search) {
  const auto wanted = static_cast<std::size_t>(std::max(search.limit, 1));
  LedgerFound found;
  const auto whole = [&] {
    if (found.lines.size() <= wanted) return false;
    found.lines.resize(wanted);
    found.before = found.lines.back().row.seq;
    return true;
  };
  if (is_led(search)) {
    found.lines = TRY(look(unit, search, 0, search.before, wanted + 1));
    whole();
    return found;
  }
  const Bounds bounds = TRY(bounds_of(unit, search));
  std::int64_t below = bounds.highest + 1;
  if (search.before > 0) below = std::min(below, search.before);
  for (int i = 0; i < most_windows && below > bounds.lowest; ++i) {
    const std::int64_t above = std::max(bounds.lowest - 1, below - 1 - window);
    auto lines = TRY(look(unit, search, above, below, wanted + 1 - found.lines.size()));
    std::move(lines.begin(), lines.end(), std::back_inserter(found.lines));
    if (whole()) return found;
    below = above + 1;
  }
  if (below > bounds.lowest) found.before = below;
  return found;
}

}  // namespace courtesy

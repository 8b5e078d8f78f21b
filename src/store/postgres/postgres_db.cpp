#include "store/postgres/postgres_db.h"

#include <fmt/format.h>

#include "store/postgres/dialect.h"
#include "store/postgres/promises.h"

namespace courtesy {
namespace {

/// Statements sent, until their answers are read.
constexpr std::size_t batch = 64;

PostgresPipeline::Read into(Rows& found) {
  return [&found](const pg_result* answer) { read_rows(answer, found); };
}

/// The count is an answer that somebody reads: RETURNING makes it one.
std::string counted(std::string_view sql) { return std::string(sql) + " RETURNING 1"; }

}  // namespace

PostgresDb::PostgresDb(PostgresOptions options) : options_(std::move(options)), pipeline_(options_.url) {}
PostgresDb::~PostgresDb() = default;

// Connection ----------------------------------------------------------------------------------------------------------

Result<std::unique_ptr<PostgresDb>> PostgresDb::open(PostgresOptions options) {
  std::unique_ptr<PostgresDb> db(new PostgresDb(std::move(options)));
  TRY(db->set_up());
  TRY(check_promises(*db));
  return db;
}

Result<void> PostgresDb::set_up() {
  TRY(pipeline_.start());
  if (options_.read_only) return pipeline_.plain("SET statement_timeout = '1s'");
  if (options_.longest_statement > milliseconds{0})
    TRY(pipeline_.plain(fmt::format("SET statement_timeout = {}", options_.longest_statement.count())));
  return check_writable();
}

Result<void> PostgresDb::check_writable() {
  const auto why = TRY(why_no_writes(*this));
  if (!why) return {};
  pipeline_.takes_no_writes();
  return Error{ErrorCode::unavailable, *why};
}

Result<void> PostgresDb::connect_again() {
  pipeline_.connect_again();
  TRY(set_up());
  if (!options_.came_back) return {};
  const Result<void> may_go_on = options_.came_back(*this);
  if (!may_go_on) pipeline_.give_up();
  return may_go_on;
}

Result<void> PostgresDb::listen(std::string_view channel) {
  const Rows named = TRY(run(fmt::format("SELECT quote_ident({})", channel)));
  return pipeline_.plain("LISTEN " + named[0][0].text());
}

// Transactions --------------------------------------------------------------------------------------------------------

Result<void> PostgresDb::begin() {
  pipeline_.begin_afresh();
  in_transaction_ = false;
  why_not_committed_ = {};
  foreseen_.clear();
  gathered_.clear();
  if (!pipeline_.stands() || !pipeline_.takes_writes()) TRY(connect_again());
  auto* const statement =
      TRY(pipeline_.prepare(options_.read_only ? "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" : "BEGIN", {}));
  in_transaction_ = true;
  return pipeline_.send(*statement, {});
}

CommitEnding PostgresDb::commit() {
  const auto rolled_back = [&](Result<void> why) {
    why_not_committed_ = std::move(why);
    roll_back();
    return CommitEnding::rolled_back;
  };
  if (const Result<void> sent = send_gathered(gathered_.take_all()); !sent) return rolled_back(sent);
  // Before it is committed, and not with it: a wrong count must not be kept.
  if (pipeline_.owes_a_count()) {
    if (const Result<void> counts = pipeline_.settle(); !counts) return rolled_back(counts);
  }
  in_transaction_ = false;
  const auto statement = pipeline_.prepare("COMMIT", {});
  if (!statement) return rolled_back(statement.error());
  std::string said;
  const auto hear_it = [&said](const pg_result* answer) { said = done_by(answer); };
  if (!pipeline_.send_last(**statement, {}, hear_it)) return CommitEnding::unknown;
  Result<void> ending = pipeline_.settle();
  foreseen_.clear();
  // The server answers ROLLBACK where the transaction had failed before.
  if (said == "COMMIT") return CommitEnding::committed;
  if (ending) return rolled_back({});
  return pipeline_.stands() ? rolled_back(std::move(ending)) : CommitEnding::unknown;
}

void PostgresDb::roll_back() {
  in_transaction_ = false;
  gathered_.clear();
  pipeline_.roll_back();
  foreseen_.clear();
}

// Statements ----------------------------------------------------------------------------------------------------------

const StatementNature& PostgresDb::known_nature(std::string_view sql) {
  std::string text(sql);
  const auto known = natures_.find(text);
  return known != natures_.end() ? known->second : natures_.emplace(std::move(text), nature_of(sql)).first->second;
}

Result<void> PostgresDb::make_way(const StatementNature& next, std::size_t width, std::span<const Value> rows) {
  TRY(send_gathered(gathered_.take_before(next)));
  foreseen_.forget(next, width, rows);
  return {};
}

Result<Rows> PostgresDb::run(std::string_view sql, std::span<const Value> values) {
  if (values.empty() && sql.starts_with("CREATE")) {
    TRY(pipeline_.settle());
    TRY(pipeline_.plain(postgres_dialect(sql)));
    return Rows{};
  }
  TRY(await_foreseen());
  if (const Rows* known = foreseen_.answer(sql, values)) return *known;
  const StatementNature& nature = known_nature(sql);
  if (gathers(nature, values.size())) return gather(nature, values.size(), values);
  TRY(make_way(nature, values.size(), values));
  auto* const statement = TRY(pipeline_.prepare(sql, letters_of(values)));
  Rows found;
  const bool later = put_off(nature);
  TRY(pipeline_.send(*statement, BoundValues(values), later ? nullptr : into(found)));
  if (!later) TRY(pipeline_.settle());
  return found;
}

Result<Rows> PostgresDb::run_each(std::string_view sql, std::size_t width, std::span<const Value> rows) {
  if (rows.size() <= width) return rows.empty() && width > 0 ? Rows{} : run(sql, rows);
  TRY(await_foreseen());
  const StatementNature& nature = known_nature(sql);
  TRY(make_way(nature, width, rows));
  Rows found;
  const bool later = put_off(nature);
  for (std::size_t at = 0; at < rows.size(); at += width) {
    const auto values = rows.subspan(at, width);
    auto* const statement = TRY(pipeline_.prepare(sql, letters_of(values)));
    TRY(pipeline_.send(*statement, BoundValues(values), later ? nullptr : into(found)));
    if (!later && (at / width + 1) % batch == 0) TRY(pipeline_.settle());
  }
  if (!later) TRY(pipeline_.settle());
  return found;
}

Result<Rows> PostgresDb::run_all(std::string_view sql, std::size_t width, std::span<const Value> rows) {
  if (rows.size() <= width) return run_each(sql, width, rows);
  TRY(await_foreseen());
  const StatementNature& nature = known_nature(sql);
  if (gathers(nature, width)) return gather(nature, width, rows);
  TRY(make_way(nature, width, rows));
  auto* const many = TRY(pipeline_.prepare_for(sql, width, rows));
  if (many == nullptr) return run_each(sql, width, rows);
  Rows found;
  const bool later = put_off(nature);
  TRY(pipeline_.send(*many, BoundValues(width, rows), later ? nullptr : into(found)));
  if (!later) TRY(pipeline_.settle());
  return found;
}

Result<std::int64_t> PostgresDb::change(std::string_view sql, std::span<const Value> values) {
  return static_cast<std::int64_t>(TRY(run(counted(sql), values)).size());
}

Result<std::int64_t> PostgresDb::change_all(std::string_view sql, std::size_t width, std::span<const Value> rows) {
  return static_cast<std::int64_t>(TRY(run_all(counted(sql), width, rows)).size());
}

Result<void> PostgresDb::change_exactly(std::string_view sql, std::size_t width, std::span<const Value> rows,
                                        std::string_view otherwise) {
  if (rows.empty()) return {};
  if (!in_transaction_) return Db::change_exactly(sql, width, rows, otherwise);
  TRY(await_foreseen());
  const std::string text = counted(sql);
  TRY(make_way(known_nature(text), width, rows));
  auto* const statement = TRY(pipeline_.prepare_for(text, width, rows));
  if (statement == nullptr) return Db::change_exactly(sql, width, rows, otherwise);
  return pipeline_.send_counted(*statement, BoundValues(width, rows), rows.size() / width, otherwise);
}

Result<void> PostgresDb::add_rows(std::string_view table, const std::vector<std::string>& columns,
                                  std::span<const Value> rows) {
  if (rows.empty()) return {};
  TRY(await_foreseen());
  TRY(send_gathered(gathered_.take_all()));
  TRY(pipeline_.settle());
  foreseen_.clear();
  return pipeline_.copy(table, columns, rows);
}

// What is gathered, and what is foreseen ------------------------------------------------------------------------------

bool PostgresDb::gathers(const StatementNature& nature, std::size_t width) const {
  return in_transaction_ && nature.adds && width > 0;
}

Result<Rows> PostgresDb::gather(const StatementNature& nature, std::size_t width, std::span<const Value> rows) {
  foreseen_.forget(nature, width, rows);
  if (!gathered_.has(nature)) TRY(send_gathered(gathered_.take_before(nature)));
  if (auto full = gathered_.add(nature, width, rows)) TRY(send_gathered({std::move(*full)}));
  return Rows{};
}

Result<void> PostgresDb::send_gathered(const std::vector<Gathered>& gathered) {
  for (const Gathered& one : gathered) {
    auto* const all = TRY(pipeline_.prepare_for(one.nature->sql, one.width, one.rows));
    if (all != nullptr) {
      TRY(pipeline_.send(*all, BoundValues(one.width, one.rows)));
      continue;
    }
    for (std::size_t at = 0; at < one.rows.size(); at += one.width) {
      const auto values = std::span(one.rows).subspan(at, one.width);
      auto* const single = TRY(pipeline_.prepare(one.nature->sql, letters_of(values)));
      TRY(pipeline_.send(*single, BoundValues(values)));
    }
  }
  return {};
}

Result<void> PostgresDb::foresee(std::string_view sql, std::size_t width, std::span<const Value> rows) {
  if (in_transaction_ && !rows.empty()) foreseen_.ask(known_nature(sql), width, rows);
  return {};
}

Result<void> PostgresDb::send_foreseen(Foreseen& foreseen) {
  foreseen.sent = true;
  TRY(send_gathered(gathered_.take_before(foreseen.nature)));
  auto* const statement = TRY(pipeline_.prepare_for(foreseen.nature.sql, foreseen.width, foreseen.rows));
  if (statement == nullptr) {
    foreseen.give_up();
    return {};
  }
  return pipeline_.send(*statement, BoundValues(foreseen.width, foreseen.rows),
                        [&foreseen](const pg_result* answer) { foreseen.read(answer); });
}

Result<void> PostgresDb::await_foreseen() {
  bool all_here = true;
  for (const auto& one : foreseen_.all()) {
    if (!one->sent) TRY(send_foreseen(*one));
    all_here = all_here && one->here;
  }
  return all_here ? Result<void>{} : pipeline_.settle();
}

}  // namespace courtesy

#include "store/postgres/pipeline.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <libpq-fe.h>
#include <poll.h>

#include <algorithm>

#include "store/postgres/dialect.h"
#include "store/postgres/many_rows.h"

namespace courtesy {
namespace {

// jit: where millions lie ahead a plan's estimate is high, and each connection would compile for seconds what runs for
// microseconds.
constexpr const char* settings =
    "SET synchronous_commit = on; SET lock_timeout = '2s'; SET idle_in_transaction_session_timeout = '20s';"
    " SET client_min_messages = warning; SET standard_conforming_strings = on;"
    " SET plan_cache_mode = force_generic_plan; SET jit = off";

/// More than that are not sent without an answer read: what they say must fit into what the system holds for us.
constexpr std::size_t most_expected = 256;

/// What the address does not say otherwise. A machine that is gone without a word is noticed within seconds, and not
/// when the system gives the connection up.
PGconn* connect(const std::string& url) {
  const char* const words[] = {
      "connect_timeout",  "tcp_user_timeout",          "keepalives_idle", "keepalives_interval",
      "keepalives_count", "fallback_application_name", "dbname",          nullptr};
  const char* const values[] = {"10", "15000", "10", "3", "2", "courtesy", url.c_str(), nullptr};
  return PQconnectdbParams(words, values, 1);
}

std::vector<PostgresType> types_of(std::string_view letters) {
  std::vector<PostgresType> types;
  for (const char letter : letters) {
    types.push_back(letter == '0' ? postgres_type::unsaid : letter == '8' ? postgres_type::int8 : postgres_type::text);
  }
  return types;
}

std::string_view name_of(PostgresType type) { return type == postgres_type::text ? "text" : "bigint"; }

/// A line a row, some at a time: rows of sound are long.
bool put_lines(PGconn* connection, std::size_t width, std::span<const Value> rows) {
  constexpr std::size_t at_once = 1 << 20;
  std::string lines;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    add_copied(lines, rows[i]);
    lines += (i + 1) % width == 0 ? '\n' : '\t';
    if (lines.size() < at_once && i + 1 < rows.size()) continue;
    if (PQputCopyData(connection, lines.data(), static_cast<int>(lines.size())) != 1) return false;
    lines.clear();
  }
  return PQputCopyEnd(connection, nullptr) == 1;
}

}  // namespace

void PostgresPipeline::Close::operator()(pg_conn* connection) const { PQfinish(connection); }

PostgresPipeline::PostgresPipeline(const std::string& url) : connection_(connect(url)) {}

Result<void> PostgresPipeline::start() {
  statements_.clear();
  expected_.clear();
  checks_.clear();
  if (PQstatus(connection_.get()) != CONNECTION_OK) {
    trouble_.passing = true;
    return Error{ErrorCode::unavailable,
                 fmt::format("cannot reach the database: {}", PQerrorMessage(connection_.get()))};
  }
  PQsetNoticeProcessor(
      connection_.get(), [](void*, const char*) {}, nullptr);
  unusable_ = false;
  takes_writes_ = true;
  ++lives_;
  return plain(settings);
}

void PostgresPipeline::connect_again() { PQreset(connection_.get()); }

bool PostgresPipeline::stands() const { return !unusable_ && PQstatus(connection_.get()) == CONNECTION_OK; }

void PostgresPipeline::begin_afresh() {
  if (!expected_.empty()) (void)take_answers();
  trouble_ = {};
  checks_.clear();
  miscounted_ = {};
}

void PostgresPipeline::roll_back() {
  (void)settle();
  miscounted_ = {};
  if (unusable_ || PQtransactionStatus(connection_.get()) == PQTRANS_IDLE) return;
  const Trouble before = trouble_;
  if (const auto statement = prepare("ROLLBACK", {})) {
    (void)send(**statement, {});
    if (!unusable_ && !expected_.empty()) (void)mark_end();
  }
  trouble_ = before;
}

// Statements ----------------------------------------------------------------------------------------------------------

Result<PostgresPipeline::Statement*> PostgresPipeline::prepare(std::string_view sql, std::string types) {
  std::string key = types;
  key.append(" ").append(sql);
  if (const auto known = statements_.find(key); known != statements_.end()) return known->second.get();
  return prepare_as(std::move(key), sql, postgres_dialect(sql), types);
}

Result<PostgresPipeline::Statement*> PostgresPipeline::prepare_for(std::string_view sql, std::size_t width,
                                                                   std::span<const Value> rows) {
  std::string letters = letters_of_columns(width, rows);
  if (rows.size() == width) return prepare(sql, std::move(letters));
  std::string key = "many " + letters;
  key.append(" ").append(sql);
  if (const auto known = statements_.find(key); known != statements_.end()) return known->second.get();
  const Statement& one = *TRY(prepare(sql, letters));
  std::vector<std::string_view> names;
  for (const PostgresType type : one.types) names.push_back(name_of(type));
  const auto many = for_many_rows(postgres_dialect(sql), names);
  if (!many) return static_cast<Statement*>(nullptr);
  return prepare_as(std::move(key), sql, *many, {});
}

Result<PostgresPipeline::Statement*> PostgresPipeline::prepare_as(std::string key, std::string_view named,
                                                                  const std::string& sql, std::string_view types) {
  TRY(settle());
  auto made = std::make_unique<Statement>(Statement{fmt::format("s{}", statements_.size()), std::string(named)});
  const std::vector<PostgresType> oids = types_of(types);
  PGconn* connection = connection_.get();
  if (unusable_ ||
      PQsendPrepare(connection, made->name.c_str(), sql.c_str(), static_cast<int>(oids.size()),
                    oids.empty() ? nullptr : oids.data()) != 1 ||
      PQsendDescribePrepared(connection, made->name.c_str()) != 1)
    return lost();
  expected_.push_back({made.get()});
  expected_.push_back({made.get(), [&](const pg_result* described) { made->types = types_in(described); }});
  TRY(settle());
  return statements_.emplace(std::move(key), std::move(made)).first->second.get();
}

// What is sent, and what comes of it ----------------------------------------------------------------------------------

Result<void> PostgresPipeline::put(Statement& statement, const BoundValues& values, Read read) {
  ++traffic_.statements;
  if (unusable_ || PQsendQueryPrepared(connection_.get(), statement.name.c_str(), values.count(), values.texts(),
                                       nullptr, nullptr, 0) != 1)
    return lost();
  expected_.push_back({&statement, std::move(read)});
  return {};
}

Result<void> PostgresPipeline::send(Statement& statement, const BoundValues& values, Read read) {
  TRY(put(statement, values, std::move(read)));
  return expected_.size() < most_expected ? Result<void>{} : settle();
}

Result<void> PostgresPipeline::send_last(Statement& statement, const BoundValues& values, Read read) {
  return put(statement, values, std::move(read));
}

Result<void> PostgresPipeline::send_counted(Statement& statement, const BoundValues& values, std::size_t expected,
                                            std::string_view otherwise) {
  Rows& found = checks_.emplace_back(Check{.expected = expected, .otherwise = std::string(otherwise)}).found;
  return send(statement, values, [&found](const pg_result* answer) { read_rows(answer, found); });
}

bool PostgresPipeline::mark_end() {
  if (PQpipelineSync(connection_.get()) != 1) return false;
  expected_.push_back({nullptr});
  return true;
}

Result<void> PostgresPipeline::settle() {
  if (expected_.empty()) return miscounted_;
  ++traffic_.waits;
  if (!mark_end()) return lost();
  const Result<void> ending = take_answers();
  const Result<void> counted = check_counts();
  return ending ? counted : ending;
}

Result<void> PostgresPipeline::check_counts() {
  const auto wrong = std::ranges::find_if(checks_, [](const Check& one) { return one.found.size() != one.expected; });
  if (wrong != checks_.end() && miscounted_) miscounted_ = Error{ErrorCode::conflict, wrong->otherwise};
  checks_.clear();
  return miscounted_;
}

Result<void> PostgresPipeline::take_answers() {
  Result<void> ending;
  while (!expected_.empty()) {
    const Expected& next = expected_.front();
    const ServerAnswer answer(PQgetResult(connection_.get()));
    if (!answer) {
      // The end of one statement's results; of all, when the connection is gone.
      if (PQstatus(connection_.get()) != CONNECTION_OK) {
        const Error gone = lost();
        return ending ? gone : ending;
      }
      expected_.pop_front();
      continue;
    }
    const ExecStatusType status = PQresultStatus(answer.get());
    if (status == PGRES_PIPELINE_SYNC) {
      expected_.pop_front();
    } else if (status == PGRES_PIPELINE_ABORTED) {
      continue;  // behind the one that failed
    } else if (!is_good(answer)) {
      if (ending) ending = error(answer.get(), next.statement);
    } else if (next.read) {
      next.read(answer.get());
    }
  }
  return ending;
}

// With nothing on its way ---------------------------------------------------------------------------------------------

Result<void> PostgresPipeline::plain(const std::string& sql) {
  PQexitPipelineMode(connection_.get());
  ++traffic_.waits;
  const ServerAnswer answer(PQexec(connection_.get(), sql.c_str()));
  Result<void> ending = is_good(answer) ? Result<void>{} : error(answer.get());
  if (PQenterPipelineMode(connection_.get()) != 1 && ending) return error(nullptr);
  return ending;
}

Result<void> PostgresPipeline::copy(std::string_view table, const std::vector<std::string>& columns,
                                    std::span<const Value> rows) {
  PGconn* const connection = connection_.get();
  PQexitPipelineMode(connection);
  const auto copied = [&]() -> Result<void> {
    const ServerAnswer begun(
        PQexec(connection, fmt::format("COPY {} ({}) FROM STDIN", table, fmt::join(columns, ", ")).c_str()));
    if (PQresultStatus(begun.get()) != PGRES_COPY_IN) return error(begun.get());
    if (!put_lines(connection, columns.size(), rows)) return error(nullptr);
    Result<void> ending;
    while (const ServerAnswer answer = ServerAnswer(PQgetResult(connection))) {
      if (!is_good(answer) && ending) ending = error(answer.get());
    }
    return ending;
  };
  ++traffic_.waits;
  Result<void> ending = copied();
  if (PQenterPipelineMode(connection) != 1) return lost();
  return ending;
}

std::vector<std::string> PostgresPipeline::hear(int wake, milliseconds at_most) {
  // What came with an answer is behind it, and nothing wakes whoever waits for it.
  if (!expected_.empty() && !unusable_) (void)take_answers();
  std::vector<std::string> heard = take_notices();
  if (!heard.empty()) return heard;
  pollfd waits[] = {{PQsocket(connection_.get()), POLLIN, 0}, {wake, POLLIN, 0}};
  if (unusable_) waits[0].fd = -1;  // nothing comes of it
  if (::poll(waits, 2, static_cast<int>(at_most.count())) <= 0 || unusable_) return heard;
  if (waits[0].revents != 0 && PQconsumeInput(connection_.get()) != 1) (void)lost();
  return take_notices();
}

std::vector<std::string> PostgresPipeline::take_notices() {
  std::vector<std::string> heard;
  while (PGnotify* const told = PQnotifies(connection_.get())) {
    if (told->be_pid != PQbackendPID(connection_.get())) heard.emplace_back(told->extra);
    PQfreemem(told);
  }
  return heard;
}

// Errors --------------------------------------------------------------------------------------------------------------

/// Nothing more can be sent: what was expected does not come.
Error PostgresPipeline::lost() {
  expected_.clear();
  unusable_ = true;
  return error(nullptr);
}

Error PostgresPipeline::error(const PGresult* result, const Statement* statement) {
  const char* field = result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const std::string_view state = field == nullptr ? "" : field;
  // Serialization, deadlock, a lock not had in time; a server that goes down or comes up.
  // What a failed transaction says of each further statement is no news.
  if (state != "25P02") {
    trouble_.waited_in_vain = state == "55P03";
    trouble_.passing = trouble_.waited_in_vain || state.empty() || state == "40001" || state == "40P01" ||
                       state.starts_with("57P") || state.starts_with("08");
  }
  // Of a primary that has become a replica, or was told to take no writes.
  if (state == "25006") takes_writes_ = false;
  std::string message =
      fmt::format("database: {} ({})",
                  result == nullptr || field == nullptr ? PQerrorMessage(connection_.get())
                                                        : PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY),
                  state.empty() ? "connection" : state);
  // It may come to light at another one; a statement's text has no values in it.
  if (statement != nullptr) message += fmt::format(" in: {}", statement->sql.substr(0, 60));
  if (state.starts_with("23")) return {ErrorCode::conflict, message};
  if (state == "53100") return {ErrorCode::full, message};
  return {ErrorCode::unavailable, message};
}

}  // namespace courtesy

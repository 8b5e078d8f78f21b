#include "store/postgres/postgres_db.h"

#include <fmt/format.h>
#include <libpq-fe.h>

#include <charconv>

#include "base/whole_number.h"
#include "store/postgres/dialect.h"

namespace courtesy {
namespace {

// Of pg_type, which never changes.
constexpr Oid boolean = 16, int8 = 20, int2 = 21, int4 = 23, text_type = 25, numeric = 1700;
constexpr std::size_t batch = 64;

struct Clear {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Answer = std::unique_ptr<PGresult, Clear>;

bool good(const Answer& answer) {
  const ExecStatusType status = PQresultStatus(answer.get());
  return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

Oid type_of(const Value& value) {
  if (value.null()) return 0;
  return std::holds_alternative<std::int64_t>(value.raw()) ? int8 : text_type;
}

Value read_value(const PGresult* result, int row, int column) {
  if (PQgetisnull(result, row, column) != 0) return {};
  const std::string_view text(PQgetvalue(result, row, column),
                              static_cast<std::size_t>(PQgetlength(result, row, column)));
  switch (PQftype(result, column)) {
    case boolean: return text == "t";
    case int2:
    case int4:
    case int8:
    case numeric: {
      std::int64_t number = 0;
      std::from_chars(text.data(), text.data() + text.size(), number);
      return number;
    }
    default: return text;
  }
}

void read_rows(PGresult* result, Rows& found) {
  found.changed += whole_number<std::int64_t>(PQcmdTuples(result)).value_or(0);
  for (int row = 0; row < PQntuples(result); ++row) {
    Row& read = found.emplace_back();
    for (int column = 0; column < PQnfields(result); ++column) read.push_back(read_value(result, row, column));
  }
}

constexpr const char* settings =
    "SET synchronous_commit = on; SET lock_timeout = '2s'; SET idle_in_transaction_session_timeout = '20s';"
    " SET client_min_messages = warning; SET standard_conforming_strings = on";

}  // namespace

/// Values as libpq takes them; they outlive the call that is made with them.
struct PostgresDb::Parameters {
  explicit Parameters(std::span<const Value> values) : numbers(values.size()), texts(values.size()) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (values[i].null()) continue;
      if (const auto* number = std::get_if<std::int64_t>(&values[i].raw())) {
        numbers[i] = std::to_string(*number);
        texts[i] = numbers[i].c_str();
      } else {
        texts[i] = values[i].text().c_str();
      }
    }
  }
  int count() const { return static_cast<int>(texts.size()); }

  std::vector<std::string> numbers;
  std::vector<const char*> texts;
};

void PostgresDb::Close::operator()(pg_conn* connection) const { PQfinish(connection); }

Result<std::unique_ptr<PostgresDb>> PostgresDb::open(PostgresOptions options) {
  Connection connection(PQconnectdb(options.url.c_str()));
  std::unique_ptr<PostgresDb> db(new PostgresDb(std::move(options), std::move(connection)));
  TRY(db->set_up());
  TRY(db->check_promises());
  return db;
}

Result<void> PostgresDb::set_up() {
  statements_.clear();
  if (PQstatus(connection_.get()) != CONNECTION_OK) {
    passing_ = true;
    return Error{ErrorCode::unavailable,
                 fmt::format("cannot reach the database: {}", PQerrorMessage(connection_.get()))};
  }
  PQsetNoticeProcessor(
      connection_.get(), [](void*, const char*) {}, nullptr);
  TRY(plain(settings));
  return options_.read_only ? plain("SET statement_timeout = '1s'") : Result<void>{};
}

Result<void> PostgresDb::check_promises() {
  const Rows rows =
      TRY(run("SELECT current_setting('server_version_num'), current_setting('fsync'),"
              " current_setting('full_page_writes'), datcollate FROM pg_database WHERE datname = current_database()"));
  const Row& row = rows.at(0);
  if (whole_number<int>(row[0].text()).value_or(0) < 150'000)
    return Error{ErrorCode::unavailable, "PostgreSQL 15 or newer is needed"};
  if (row[1].text() != "on" || row[2].text() != "on") {
    return Error{ErrorCode::unavailable,
                 "the server runs with fsync or full_page_writes off: what it says is kept may be gone after a crash, "
                 "and people would be called twice. Set both to on."};
  }
  const std::string& order = row[3].text();
  if (order == "C" || order == "POSIX" || order == "C.UTF-8" || order == "C.utf8") return {};
  return invalid(
      fmt::format("the database orders texts by the rules of {}; it must be by their bytes: create it with"
                  " `createdb --template=template0 --locale=C.UTF-8 NAME`",
                  order));
}

Error PostgresDb::error(const PGresult* result) {
  const char* field = result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const std::string_view state = field == nullptr ? "" : field;
  // Serialization, deadlock, a lock not had in time; a server that goes down or comes up.
  passing_ = state.empty() || state == "40001" || state == "40P01" || state == "55P03" || state.starts_with("57P") ||
             state.starts_with("08");
  const std::string message =
      fmt::format("database: {} ({})",
                  result == nullptr || field == nullptr ? PQerrorMessage(connection_.get())
                                                        : PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY),
                  state.empty() ? "connection" : state);
  if (state.starts_with("23")) return {ErrorCode::conflict, message};
  if (state == "53100") return {ErrorCode::full, message};
  return {ErrorCode::unavailable, message};
}

Result<void> PostgresDb::plain(const char* sql) {
  const Answer answer(PQexec(connection_.get(), sql));
  return good(answer) ? Result<void>{} : error(answer.get());
}

Result<void> PostgresDb::begin() {
  passing_ = false;
  if (PQstatus(connection_.get()) != CONNECTION_OK) {
    PQreset(connection_.get());
    TRY(set_up());
  }
  return plain(options_.read_only ? "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" : "BEGIN");
}

Result<std::string> PostgresDb::prepare(std::string_view sql, std::span<const Value> values) {
  std::vector<Oid> types;
  std::string key;
  for (const auto& value : values) {
    types.push_back(type_of(value));
    key.push_back(types.back() == 0 ? '0' : types.back() == int8 ? '8' : 't');
  }
  key.append(" ").append(sql);
  if (const auto known = statements_.find(key); known != statements_.end()) return known->second;
  const std::string name = fmt::format("s{}", statements_.size());
  const Answer answer(PQprepare(connection_.get(), name.c_str(), postgres_dialect(sql).c_str(),
                                static_cast<int>(types.size()), types.data()));
  if (!good(answer)) return error(answer.get());
  return statements_.emplace(std::move(key), name).first->second;
}

Result<Rows> PostgresDb::run(std::string_view sql, std::span<const Value> values) {
  if (values.empty() && sql.starts_with("CREATE")) {
    TRY(plain(postgres_dialect(sql).c_str()));
    return Rows{};
  }
  const std::string name = TRY(prepare(sql, values));
  const Parameters parameters(values);
  const Answer answer(PQexecPrepared(connection_.get(), name.c_str(), parameters.count(), parameters.texts.data(),
                                     nullptr, nullptr, 0));
  if (!good(answer)) return error(answer.get());
  Rows found;
  read_rows(answer.get(), found);
  return found;
}

Result<Rows> PostgresDb::run_each(std::string_view sql, std::size_t width, std::span<const Value> rows) {
  if (rows.size() <= width) return rows.empty() && width > 0 ? Rows{} : run(sql, rows);
  Rows found;
  while (!rows.empty()) {
    // Rows whose values are of the same types go together: NULL is of none.
    std::size_t end = width;
    const auto same_types = [&](std::size_t at) {
      return std::equal(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(width),
                        rows.begin() + static_cast<std::ptrdiff_t>(at),
                        [](const Value& a, const Value& b) { return type_of(a) == type_of(b); });
    };
    while (end < rows.size() && end < batch * width && same_types(end)) end += width;
    const std::string name = TRY(prepare(sql, rows.first(width)));
    TRY(run_batch(name, width, rows.first(end), found));
    rows = rows.subspan(end);
  }
  return found;
}

Result<void> PostgresDb::run_batch(const std::string& name, std::size_t width, std::span<const Value> rows,
                                   Rows& found) {
  PGconn* connection = connection_.get();
  if (PQenterPipelineMode(connection) != 1) return error(nullptr);
  bool sent = true;
  for (std::size_t at = 0; sent && at < rows.size(); at += width) {
    const Parameters parameters(rows.subspan(at, width));
    sent = PQsendQueryPrepared(connection, name.c_str(), parameters.count(), parameters.texts.data(), nullptr, nullptr,
                               0) == 1;
  }
  sent = sent && PQpipelineSync(connection) == 1;
  Result<void> ending = sent ? Result<void>{} : error(nullptr);
  for (bool more = sent; more;) {
    const Answer answer(PQgetResult(connection));
    if (!answer) {  // the end of one statement's results; with the connection gone, of all
      more = PQstatus(connection) == CONNECTION_OK;
      if (!more && ending) ending = error(nullptr);
      continue;
    }
    const ExecStatusType status = PQresultStatus(answer.get());
    if (status == PGRES_PIPELINE_SYNC) break;
    if (status == PGRES_PIPELINE_ABORTED) continue;  // behind the one that failed
    if (good(answer)) {
      read_rows(answer.get(), found);
    } else if (ending) {
      ending = error(answer.get());
    }
  }
  PQexitPipelineMode(connection);
  return ending;
}

CommitEnding PostgresDb::commit() {
  const Answer answer(PQexec(connection_.get(), "COMMIT"));
  if (good(answer))
    // The server answers ROLLBACK where the transaction had failed before.
    return std::string_view(PQcmdStatus(answer.get())) == "COMMIT" ? CommitEnding::committed
                                                                   : CommitEnding::rolled_back;
  const bool said_no =
      PQresultErrorField(answer.get(), PG_DIAG_SQLSTATE) != nullptr && PQstatus(connection_.get()) == CONNECTION_OK;
  (void)error(answer.get());
  return said_no ? CommitEnding::rolled_back : CommitEnding::unknown;
}

void PostgresDb::roll_back() {
  if (PQtransactionStatus(connection_.get()) != PQTRANS_IDLE) (void)plain("ROLLBACK");
}

}  // namespace courtesy

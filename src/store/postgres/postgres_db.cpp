#include "store/postgres/postgres_db.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <libpq-fe.h>
#include <poll.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <unordered_set>

#include "base/whole_number.h"
#include "store/postgres/dialect.h"
#include "store/postgres/many_rows.h"

namespace courtesy {
namespace {

// Of pg_type, which never changes.
constexpr Oid boolean = 16, int8 = 20, int2 = 21, int4 = 23, text_type = 25, numeric = 1700;
constexpr std::size_t batch = 64;
constexpr auto none = std::string_view::npos;

struct Clear {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Answer = std::unique_ptr<PGresult, Clear>;

bool good(const Answer& answer) {
  const ExecStatusType status = PQresultStatus(answer.get());
  return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
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

void read_rows(const PGresult* result, Rows& found) {
  for (int row = 0; row < PQntuples(result); ++row) {
    Row& read = found.emplace_back();
    for (int column = 0; column < PQnfields(result); ++column) read.push_back(read_value(result, row, column));
  }
}

constexpr const char* settings =
    "SET synchronous_commit = on; SET lock_timeout = '2s'; SET idle_in_transaction_session_timeout = '20s';"
    " SET client_min_messages = warning; SET standard_conforming_strings = on; SET plan_cache_mode = "
    "force_generic_plan";

/// More than that are not sent without an answer read: what they say must fit into what the system holds for us.
constexpr std::size_t most_expected = 256;
/// Rows of one statement, until they are sent.
constexpr std::size_t most_gathered = 1'000;

bool writes(std::string_view sql) {
  return sql.starts_with("INSERT") || sql.starts_with("UPDATE") || sql.starts_with("DELETE");
}

/// Its answer is that it was done, which the next one's answer says too.
bool read_by_nobody(std::string_view sql) {
  if (writes(sql)) return sql.find("RETURNING") == std::string_view::npos;
  return sql.starts_with("SAVEPOINT") || sql.starts_with("RELEASE") || sql.starts_with("SELECT pg_advisory_xact_lock");
}

/// All that a statement reads or writes.
std::vector<std::string_view> tables_of(std::string_view sql) {
  std::vector<std::string_view> tables;
  for (const std::string_view before : {"FROM ", "JOIN ", "INTO ", "UPDATE "}) {
    for (std::size_t at = sql.find(before); at != std::string_view::npos; at = sql.find(before, at + 1)) {
      const std::string_view rest = sql.substr(at + before.size());
      tables.push_back(rest.substr(0, rest.find_first_of(" ,()")));
    }
  }
  return tables;
}

/// The table that a statement writes to: the one it names first.
std::string_view written_by(std::string_view sql) {
  for (const std::string_view before : {"INSERT INTO ", "UPDATE ", "DELETE FROM "}) {
    if (sql.starts_with(before)) return sql.substr(before.size(), sql.find(' ', before.size()) - before.size());
  }
  return {};
}

bool is_one_of(std::string_view name, const std::vector<std::string_view>& names) {
  return std::ranges::find(names, name) != names.end();
}

char letter_of(const Value& value) {
  if (value.null()) return '0';
  return std::holds_alternative<std::int64_t>(value.raw()) ? '8' : 't';
}

std::string letters_of(std::span<const Value> values) {
  std::string letters;
  for (const auto& value : values) letters.push_back(letter_of(value));
  return letters;
}

/// Of each column the type that one of its values has; '0' where all of them are NULL.
std::string letters_of_columns(std::size_t width, std::span<const Value> rows) {
  std::string letters(width, '0');
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (char& letter = letters[i % width]; letter == '0') letter = letter_of(rows[i]);
  }
  return letters;
}

void put_number(std::string& text, std::int64_t number) {
  std::array<char, 24> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  text.append(digits.data(), end);
}

void put_quoted(std::string& text, std::string_view word) {
  text += '"';
  for (std::size_t at; (at = word.find_first_of("\"\\")) != none; word.remove_prefix(at + 1))
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
      put_number(text, *number);
    } else {
      put_quoted(text, rows[i].text());
    }
  }
  return text += '}';
}

/// What it was asked for, as a key.
std::string key_of(std::span<const Value> values) {
  std::string key;
  for (const auto& value : values) {
    if (const auto* number = std::get_if<std::int64_t>(&value.raw())) {
      put_number(key, *number);
    } else if (!value.null()) {
      put_number(key, static_cast<std::int64_t>(value.text().size()));
      key += '"';
      key += value.text();
    }
    key += value.null() ? '0' : ';';
  }
  return key;
}

std::string_view type_name(Oid type) { return type == text_type ? "text" : "bigint"; }

}  // namespace

/// What a statement's text says of it.
struct PostgresDb::Nature {
  std::string sql;
  std::vector<std::string_view> tables;  ///< all that it names
  std::string_view table;                ///< that it writes to; empty: none
  bool read_by_nobody = false;
  /// Its first value is the account of all that it reads and writes.
  bool of_account = false;
  /// Rows that are added, and change nothing that is there.
  bool adds = false;
};

struct PostgresDb::Statement {
  std::string name;
  const Nature* nature;
  std::vector<Oid> types{};  ///< of its values, as the server knows them
};

/// Answers that will be asked for.
struct PostgresDb::Foreseen {
  const Nature* nature;
  std::size_t width;
  std::vector<Value> rows{};        ///< that are asked for, each once
  std::vector<std::string> keys{};  ///< of these rows
  std::unordered_map<std::string, Rows> answers{};
  bool sent = false;
  bool here = false;
};

/// Rows that will be inserted.
struct PostgresDb::Gathered {
  const Nature* nature;
  std::size_t width;
  std::vector<Value> rows{};
};

/// How many rows a statement must have changed.
struct PostgresDb::Check {
  Rows found{};
  std::size_t expected;
  std::string otherwise;
};

/// An answer that the server still owes.
struct PostgresDb::Expected {
  Statement* statement;  ///< null: the end of what was sent together
  Rows* found = nullptr;
  Foreseen* foreseen = nullptr;
  std::string* ending = nullptr;  ///< what a COMMIT was
};

/// Values as libpq takes them; they outlive the call that is made with them.
class PostgresDb::Parameters {
 public:
  explicit Parameters(std::span<const Value> values) {
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
  /// An array a column.
  Parameters(std::size_t width, std::span<const Value> rows) {
    held_.reserve(width);
    for (std::size_t column = 0; column < width; ++column)
      texts_.push_back(held_.emplace_back(array_of(column, width, rows)).c_str());
  }
  int count() const { return static_cast<int>(texts_.size()); }
  const char* const* texts() const { return texts_.data(); }

 private:
  std::vector<std::string> held_;
  std::vector<const char*> texts_;
};

void PostgresDb::Close::operator()(pg_conn* connection) const { PQfinish(connection); }

PostgresDb::PostgresDb(PostgresOptions options, Connection connection)
    : options_(std::move(options)), connection_(std::move(connection)) {}
PostgresDb::~PostgresDb() = default;

namespace {

/// What the address does not say otherwise. A machine that is gone without a word is noticed within seconds, and not
/// when the system gives the connection up.
PGconn* connect(const std::string& url) {
  const char* const words[] = {
      "connect_timeout",  "tcp_user_timeout",          "keepalives_idle", "keepalives_interval",
      "keepalives_count", "fallback_application_name", "dbname",          nullptr};
  const char* const values[] = {"10", "15000", "10", "3", "2", "courtesy", url.c_str(), nullptr};
  return PQconnectdbParams(words, values, 1);
}

}  // namespace

Result<std::unique_ptr<PostgresDb>> PostgresDb::open(PostgresOptions options) {
  Connection connection(connect(options.url));
  std::unique_ptr<PostgresDb> db(new PostgresDb(std::move(options), std::move(connection)));
  TRY(db->set_up());
  TRY(db->check_promises());
  return db;
}

void PostgresDb::forget_all() {
  statements_.clear();
  expected_.clear();
  foreseen_.clear();
  gathered_.clear();
  checks_.clear();
  in_transaction_ = false;
}

Result<void> PostgresDb::set_up() {
  forget_all();
  if (PQstatus(connection_.get()) != CONNECTION_OK) {
    passing_ = true;
    return Error{ErrorCode::unavailable,
                 fmt::format("cannot reach the database: {}", PQerrorMessage(connection_.get()))};
  }
  PQsetNoticeProcessor(
      connection_.get(), [](void*, const char*) {}, nullptr);
  unusable_ = false;
  ++lives_;
  elsewhere_ = false;
  TRY(plain(settings));
  if (options_.read_only) return plain("SET statement_timeout = '1s'");
  if (options_.longest_statement > milliseconds{0})
    TRY(plain(fmt::format("SET statement_timeout = {}", options_.longest_statement.count()).c_str()));
  return check_writable();
}

Result<void> PostgresDb::check_writable() {
  const Row row = TRY(run("SELECT current_setting('transaction_read_only'), pg_is_in_recovery()"))[0];
  if (row[0].text() != "on") return {};
  elsewhere_ = true;
  return Error{
      ErrorCode::unavailable,
      row[1].number() != 0
          ? "the database is a replica, which takes no writes: point COURTESY_STORE at the primary, or name all "
            "servers in it with target_session_attrs=read-write"
          : "the database takes no writes: default_transaction_read_only is on"};
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

Error PostgresDb::error(const PGresult* result, const Statement* statement) {
  const char* field = result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const std::string_view state = field == nullptr ? "" : field;
  // Serialization, deadlock, a lock not had in time; a server that goes down or comes up.
  // What a failed transaction says of each further statement is no news.
  if (state != "25P02") {
    waited_in_vain_ = state == "55P03";
    passing_ = waited_in_vain_ || state.empty() || state == "40001" || state == "40P01" || state.starts_with("57P") ||
               state.starts_with("08");
  }
  // Of a primary that has become a replica, or was told to take no writes: elsewhere, or later, there may be one.
  if (state == "25006") elsewhere_ = true;
  std::string message =
      fmt::format("database: {} ({})",
                  result == nullptr || field == nullptr ? PQerrorMessage(connection_.get())
                                                        : PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY),
                  state.empty() ? "connection" : state);
  // It may come to light at another one; a statement's text has no values in it.
  if (statement != nullptr) message += fmt::format(" in: {}", statement->nature->sql.substr(0, 60));
  if (state.starts_with("23")) return {ErrorCode::conflict, message};
  if (state == "53100") return {ErrorCode::full, message};
  return {ErrorCode::unavailable, message};
}

Result<void> PostgresDb::plain(const char* sql) {
  PQexitPipelineMode(connection_.get());
  ++traffic_.waits;
  const Answer answer(PQexec(connection_.get(), sql));
  Result<void> ending = good(answer) ? Result<void>{} : error(answer.get());
  if (PQenterPipelineMode(connection_.get()) != 1 && ending) return error(nullptr);
  return ending;
}

Result<void> PostgresDb::connect_again() {
  PQreset(connection_.get());
  TRY(set_up());
  if (!options_.came_back) return {};
  const Result<void> may_go_on = options_.came_back(*this);
  if (!may_go_on) unusable_ = true;
  return may_go_on;
}

Result<void> PostgresDb::listen(std::string_view channel) {
  const Rows named = TRY(run(fmt::format("SELECT quote_ident({})", channel)));
  return plain(("LISTEN " + named[0][0].text()).c_str());
}

std::vector<std::string> PostgresDb::hear(int wake, milliseconds at_most) {
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

std::vector<std::string> PostgresDb::take_notices() {
  std::vector<std::string> heard;
  while (PGnotify* const told = PQnotifies(connection_.get())) {
    if (told->be_pid != PQbackendPID(connection_.get())) heard.emplace_back(told->extra);
    PQfreemem(told);
  }
  return heard;
}

Result<void> PostgresDb::begin() {
  // What the end of the last transaction has left to be read.
  if (!expected_.empty()) (void)take_answers();
  passing_ = false;
  waited_in_vain_ = false;
  why_not_committed_ = {};
  foreseen_.clear();
  gathered_.clear();
  checks_.clear();
  miscounted_ = {};
  if (unusable_ || elsewhere_ || PQstatus(connection_.get()) != CONNECTION_OK) {
    TRY(connect_again());
  }
  const Parameters no_values(std::span<const Value>{});
  Statement& statement =
      *TRY(prepare(options_.read_only ? "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" : "BEGIN", {}));
  in_transaction_ = true;
  return send(no_values, {&statement});
}

const PostgresDb::Nature& PostgresDb::nature_of(std::string_view sql) {
  const auto [at, is_new] = natures_.try_emplace(std::string(sql));
  Nature& nature = at->second;
  if (!is_new) return nature;
  nature.sql = sql;
  const std::string_view text = nature.sql;
  nature.tables = tables_of(text);
  nature.table = written_by(text);
  nature.read_by_nobody = read_by_nobody(text);
  nature.of_account = text.find(" account = $1") != none || text.find(".account = $1") != none ||
                      (text.find("(account, ") != none && text.find("VALUES ($1,") != none);
  // One that looks at its own table for what it adds must see the rows that were added before.
  const bool looks_at_itself = std::ranges::count(nature.tables, nature.table) > 1;
  nature.adds = text.starts_with("INSERT") && text.find(" VALUES (") != none && text.find("RETURNING") == none &&
                text.find("ON CONFLICT") == none && !looks_at_itself;
  return nature;
}

Result<PostgresDb::Statement*> PostgresDb::prepare(std::string_view sql, std::string types) {
  std::string key = types;
  key.append(" ").append(sql);
  if (const auto known = statements_.find(key); known != statements_.end()) return known->second.get();
  return prepare_as(std::move(key), sql, postgres_dialect(sql), types);
}

Result<PostgresDb::Statement*> PostgresDb::prepare_as(std::string key, std::string_view named, const std::string& sql,
                                                      std::string_view types) {
  TRY(settle());
  auto made = std::make_unique<Statement>(Statement{fmt::format("s{}", statements_.size()), &nature_of(named)});
  std::vector<Oid> oids;
  for (const char letter : types) oids.push_back(letter == '0' ? 0 : letter == '8' ? int8 : text_type);
  PGconn* connection = connection_.get();
  if (unusable_ ||
      PQsendPrepare(connection, made->name.c_str(), sql.c_str(), static_cast<int>(oids.size()),
                    oids.empty() ? nullptr : oids.data()) != 1 ||
      PQsendDescribePrepared(connection, made->name.c_str()) != 1)
    return lost();
  expected_.push_back({made.get()});
  expected_.push_back({made.get()});
  TRY(settle());
  return statements_.emplace(std::move(key), std::move(made)).first->second.get();
}

Result<PostgresDb::Statement*> PostgresDb::prepare_for_many(std::string_view sql, std::size_t width,
                                                            std::span<const Value> rows) {
  std::string letters = letters_of_columns(width, rows);
  std::string key = "many " + letters;
  key.append(" ").append(sql);
  if (const auto known = statements_.find(key); known != statements_.end()) return known->second.get();
  const Statement& one = *TRY(prepare(sql, letters));
  std::vector<std::string_view> names;
  for (const Oid type : one.types) names.push_back(type_name(type));
  const auto many = for_many_rows(postgres_dialect(sql), names);
  if (!many) return static_cast<Statement*>(nullptr);
  return prepare_as(std::move(key), sql, *many, {});
}

Result<void> PostgresDb::send(const Parameters& parameters, Expected next) {
  ++traffic_.statements;
  if (unusable_ || PQsendQueryPrepared(connection_.get(), next.statement->name.c_str(), parameters.count(),
                                       parameters.texts(), nullptr, nullptr, 0) != 1)
    return lost();
  expected_.push_back(next);
  const bool is_end = next.ending != nullptr;  // whoever commits reads the answer, and what it says of all before
  return expected_.size() < most_expected || is_end ? Result<void>{} : settle();
}

/// Nothing more can be sent: what was expected does not come.
Error PostgresDb::lost() {
  expected_.clear();
  unusable_ = true;
  return error(nullptr);
}

Result<void> PostgresDb::settle() {
  if (expected_.empty()) return miscounted_;
  ++traffic_.waits;
  if (PQpipelineSync(connection_.get()) != 1) return lost();
  expected_.push_back({nullptr});
  const Result<void> ending = take_answers();
  const Result<void> counted = check_counts();
  return ending ? counted : ending;
}

Result<void> PostgresDb::check_counts() {
  const auto wrong = std::ranges::find_if(checks_, [](const Check& one) { return one.found.size() != one.expected; });
  if (wrong != checks_.end() && miscounted_) miscounted_ = Error{ErrorCode::conflict, wrong->otherwise};
  checks_.clear();
  return miscounted_;
}

namespace {

void read_foreseen(const PGresult* result, std::unordered_map<std::string, Rows>& answers,
                   const std::vector<std::string>& keys) {
  for (const auto& key : keys) answers.try_emplace(key);
  Rows rows;
  read_rows(result, rows);
  if (keys.size() == 1) {
    answers[keys[0]] = std::move(rows);
    return;
  }
  for (auto& row : rows) {
    const auto at = static_cast<std::size_t>(row.front().number() - 1);
    row.erase(row.begin());
    answers[keys.at(at)].push_back(std::move(row));
  }
}

std::vector<Oid> described_types(const PGresult* result) {
  std::vector<Oid> types;
  for (int i = 0; i < PQnparams(result); ++i) types.push_back(PQparamtype(result, i));
  return types;
}

}  // namespace

Result<void> PostgresDb::take_answers() {
  Result<void> ending;
  while (!expected_.empty()) {
    const Expected next = expected_.front();
    const Answer answer(PQgetResult(connection_.get()));
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
      continue;
    }
    if (status == PGRES_PIPELINE_ABORTED) continue;  // behind the one that failed
    if (!good(answer)) {
      if (ending) ending = error(answer.get(), next.statement);
      continue;
    }
    if (next.foreseen != nullptr) {
      read_foreseen(answer.get(), next.foreseen->answers, next.foreseen->keys);
      next.foreseen->here = true;
    } else if (next.found != nullptr) {
      read_rows(answer.get(), *next.found);
    } else if (next.ending != nullptr) {
      *next.ending = PQcmdStatus(answer.get());
    } else if (PQnparams(answer.get()) > 0) {
      next.statement->types = described_types(answer.get());
    }
  }
  return ending;
}

Result<Rows> PostgresDb::run(std::string_view sql, std::span<const Value> values) {
  if (values.empty() && sql.starts_with("CREATE")) {
    TRY(settle());
    TRY(plain(postgres_dialect(sql).c_str()));
    return Rows{};
  }
  TRY(await_foreseen());
  if (const Rows* known = foreseen_answer(sql, values)) return *known;
  const Nature& nature = nature_of(sql);
  if (gathers(nature, values.size())) return gather(nature, values.size(), values);
  TRY(send_gathered_before(nature));
  forget_foreseen(nature, values.size(), values);
  Statement& statement = *TRY(prepare(sql, letters_of(values)));
  Rows found;
  const bool put_off = in_transaction_ && nature.read_by_nobody;
  TRY(send(Parameters(values), {&statement, put_off ? nullptr : &found}));
  if (!put_off) TRY(settle());
  return found;
}

Result<Rows> PostgresDb::run_each(std::string_view sql, std::size_t width, std::span<const Value> rows) {
  if (rows.size() <= width) return rows.empty() && width > 0 ? Rows{} : run(sql, rows);
  TRY(await_foreseen());
  const Nature& nature = nature_of(sql);
  TRY(send_gathered_before(nature));
  forget_foreseen(nature, width, rows);
  Rows found;
  const bool put_off = in_transaction_ && nature.read_by_nobody;
  for (std::size_t at = 0; at < rows.size(); at += width) {
    const auto values = rows.subspan(at, width);
    Statement& statement = *TRY(prepare(sql, letters_of(values)));
    TRY(send(Parameters(values), {&statement, put_off ? nullptr : &found}));
    if (!put_off && (at / width + 1) % batch == 0) TRY(settle());
  }
  if (!put_off) TRY(settle());
  return found;
}

Result<Rows> PostgresDb::run_all(std::string_view sql, std::size_t width, std::span<const Value> rows) {
  if (rows.size() <= width) return run_each(sql, width, rows);
  TRY(await_foreseen());
  const Nature& nature = nature_of(sql);
  if (gathers(nature, width)) return gather(nature, width, rows);
  TRY(send_gathered_before(nature));
  forget_foreseen(nature, width, rows);
  Statement* const many = TRY(prepare_for_many(sql, width, rows));
  if (many == nullptr) return run_each(sql, width, rows);
  Rows found;
  const bool put_off = in_transaction_ && nature.read_by_nobody;
  TRY(send(Parameters(width, rows), {many, put_off ? nullptr : &found}));
  if (!put_off) TRY(settle());
  return found;
}

bool PostgresDb::gathers(const Nature& nature, std::size_t width) const {
  return in_transaction_ && nature.adds && width > 0;
}

Result<Rows> PostgresDb::gather(const Nature& nature, std::size_t width, std::span<const Value> rows) {
  forget_foreseen(nature, width, rows);
  auto its = std::ranges::find(gathered_, &nature, &Gathered::nature);
  if (its == gathered_.end()) {
    TRY(send_gathered_before(nature));
    its = gathered_.insert(gathered_.end(), Gathered{&nature, width});
  }
  its->rows.insert(its->rows.end(), rows.begin(), rows.end());
  if (its->rows.size() / width < most_gathered) return Rows{};
  const Gathered full = std::move(*its);
  gathered_.erase(its);
  TRY(send_gathered(full));
  return Rows{};
}

Result<void> PostgresDb::send_gathered_before(const Nature& next) {
  if (gathered_.empty()) return {};
  if (next.tables.empty()) return send_all_gathered();
  std::vector<Gathered> first;
  for (auto at = gathered_.begin(); at != gathered_.end();) {
    const bool touches = is_one_of(at->nature->table, next.tables) || is_one_of(next.table, at->nature->tables);
    if (touches) first.push_back(std::move(*at));
    at = touches ? gathered_.erase(at) : at + 1;
  }
  for (const Gathered& one : first) TRY(send_gathered(one));
  return {};
}

Result<void> PostgresDb::send_gathered(const Gathered& gathered) {
  const std::string_view sql = gathered.nature->sql;
  const std::span<const Value> rows = gathered.rows;
  if (rows.size() > gathered.width) {
    if (Statement* const many = TRY(prepare_for_many(sql, gathered.width, rows)))
      return send(Parameters(gathered.width, rows), {many});
  }
  for (std::size_t at = 0; at < rows.size(); at += gathered.width) {
    const auto values = rows.subspan(at, gathered.width);
    Statement& one = *TRY(prepare(sql, letters_of(values)));
    TRY(send(Parameters(values), {&one}));
  }
  return {};
}

Result<void> PostgresDb::send_all_gathered() {
  const auto all = std::exchange(gathered_, {});
  for (const Gathered& one : all) TRY(send_gathered(one));
  return {};
}

Result<void> PostgresDb::foresee(std::string_view sql, std::size_t width, std::span<const Value> rows) {
  if (!in_transaction_ || rows.empty()) return {};
  const Nature& nature = nature_of(sql);
  const auto is_open = [&](const auto& one) { return one->nature == &nature && !one->sent; };
  auto open = std::ranges::find_if(foreseen_, is_open);
  if (open == foreseen_.end())
    open = foreseen_.insert(foreseen_.end(), std::make_unique<Foreseen>(Foreseen{&nature, width}));
  Foreseen& asked = **open;
  for (std::size_t at = 0; at < rows.size(); at += width) {
    const auto row = rows.subspan(at, width);
    std::string key = key_of(row);
    // Two that ask for the same would have its answer twice.
    if (!asked.answers.try_emplace(key).second) continue;
    asked.keys.push_back(std::move(key));
    asked.rows.insert(asked.rows.end(), row.begin(), row.end());
  }
  return {};
}

Result<void> PostgresDb::send_foreseen(Foreseen& foreseen) {
  foreseen.sent = true;
  TRY(send_gathered_before(*foreseen.nature));
  const std::string_view sql = foreseen.nature->sql;
  const bool one = foreseen.keys.size() == 1;
  Statement* const statement =
      one ? TRY(prepare(sql, letters_of(foreseen.rows))) : TRY(prepare_for_many(sql, foreseen.width, foreseen.rows));
  // Of a form that has none for many: each is asked for when it is wanted.
  if (statement == nullptr) {
    foreseen.answers.clear();
    foreseen.here = true;
    return {};
  }
  return send(one ? Parameters(foreseen.rows) : Parameters(foreseen.width, foreseen.rows),
              {.statement = statement, .foreseen = &foreseen});
}

Result<void> PostgresDb::await_foreseen() {
  bool all_here = true;
  for (const auto& one : foreseen_) {
    if (!one->sent) TRY(send_foreseen(*one));
    all_here = all_here && one->here;
  }
  return all_here ? Result<void>{} : settle();
}

const Rows* PostgresDb::foreseen_answer(std::string_view sql, std::span<const Value> values) {
  std::string key;
  // The newest first: who asks once more wants to know what is so by now.
  for (auto one = foreseen_.rbegin(); one != foreseen_.rend(); ++one) {
    if (!(*one)->here || (*one)->nature->sql != sql) continue;
    if (key.empty()) key = key_of(values);
    const auto known = (*one)->answers.find(key);
    if (known != (*one)->answers.end()) return &known->second;
  }
  return nullptr;
}

/// Whatever names the table; where both are of accounts, of the accounts that are written. Rather too much is asked for
/// again.
void PostgresDb::forget_foreseen(const Nature& written, std::size_t width, std::span<const Value> rows) {
  if (foreseen_.empty() || written.table.empty()) return;
  std::unordered_set<std::string> accounts;
  if (written.of_account) {
    for (std::size_t at = 0; at < rows.size(); at += width) accounts.insert(key_of(rows.subspan(at, 1)));
  }
  for (const auto& one : foreseen_) {
    if (!one->here || !is_one_of(written.table, one->nature->tables)) continue;
    if (!written.of_account || !one->nature->of_account) {
      one->answers.clear();
    } else {
      std::erase_if(one->answers, [&](const auto& answer) {
        return accounts.contains(answer.first.substr(0, answer.first.find(';') + 1));
      });
    }
  }
}

// The count is an answer that somebody reads: RETURNING makes it one.
Result<std::int64_t> PostgresDb::change(std::string_view sql, std::span<const Value> values) {
  return static_cast<std::int64_t>(TRY(run(std::string(sql) + " RETURNING 1", values)).size());
}

Result<std::int64_t> PostgresDb::change_all(std::string_view sql, std::size_t width, std::span<const Value> rows) {
  return static_cast<std::int64_t>(TRY(run_all(std::string(sql) + " RETURNING 1", width, rows)).size());
}

namespace {

/// As COPY's text form has it.
void put_value(std::string& lines, const Value& value) {
  if (value.null()) {
    lines += "\\N";
  } else if (const auto* number = std::get_if<std::int64_t>(&value.raw())) {
    lines += std::to_string(*number);
  } else {
    for (const char c : value.text()) {
      if (c == '\\' || c == '\t' || c == '\n' || c == '\r') lines += '\\';
      lines += c == '\t' ? 't' : c == '\n' ? 'n' : c == '\r' ? 'r' : c;
    }
  }
}

/// A line a row, some at a time: rows of sound are long.
bool put_lines(PGconn* connection, std::size_t width, std::span<const Value> rows) {
  constexpr std::size_t at_once = 1 << 20;
  std::string lines;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    put_value(lines, rows[i]);
    lines += (i + 1) % width == 0 ? '\n' : '\t';
    if (lines.size() < at_once && i + 1 < rows.size()) continue;
    if (PQputCopyData(connection, lines.data(), static_cast<int>(lines.size())) != 1) return false;
    lines.clear();
  }
  return PQputCopyEnd(connection, nullptr) == 1;
}

}  // namespace

Result<void> PostgresDb::add_rows(std::string_view table, const std::vector<std::string>& columns,
                                  std::span<const Value> rows) {
  if (rows.empty()) return {};
  TRY(await_foreseen());
  TRY(send_all_gathered());
  TRY(settle());
  foreseen_.clear();
  PGconn* const connection = connection_.get();
  PQexitPipelineMode(connection);
  const auto copy = [&]() -> Result<void> {
    const Answer begun(
        PQexec(connection, fmt::format("COPY {} ({}) FROM STDIN", table, fmt::join(columns, ", ")).c_str()));
    if (PQresultStatus(begun.get()) != PGRES_COPY_IN) return error(begun.get());
    if (!put_lines(connection, columns.size(), rows)) return error(nullptr);
    Result<void> ending;
    while (const Answer answer = Answer(PQgetResult(connection))) {
      if (!good(answer) && ending) ending = error(answer.get());
    }
    return ending;
  };
  ++traffic_.waits;
  Result<void> ending = copy();
  if (PQenterPipelineMode(connection) != 1) return lost();
  return ending;
}

/// Counted when the answer comes, at the latest before the commit.
Result<void> PostgresDb::change_exactly(std::string_view sql, std::size_t width, std::span<const Value> rows,
                                        std::string_view otherwise) {
  if (rows.empty()) return {};
  if (!in_transaction_) return Db::change_exactly(sql, width, rows, otherwise);
  TRY(await_foreseen());
  const std::string counted = std::string(sql) + " RETURNING 1";
  const Nature& nature = nature_of(counted);
  TRY(send_gathered_before(nature));
  forget_foreseen(nature, width, rows);
  Statement* const statement =
      rows.size() == width ? TRY(prepare(counted, letters_of(rows))) : TRY(prepare_for_many(counted, width, rows));
  if (statement == nullptr) return Db::change_exactly(sql, width, rows, otherwise);
  Check& check = checks_.emplace_back(Check{.expected = rows.size() / width, .otherwise = std::string(otherwise)});
  return send(rows.size() == width ? Parameters(rows) : Parameters(width, rows), {statement, &check.found});
}

CommitEnding PostgresDb::commit() {
  const auto rolled_back = [&](Result<void> why) {
    why_not_committed_ = std::move(why);
    roll_back();
    return CommitEnding::rolled_back;
  };
  if (const Result<void> sent = send_all_gathered(); !sent) return rolled_back(sent.error());
  // Before it is committed, and not with it: a wrong count must not be kept.
  if (!checks_.empty() || !miscounted_) {
    if (const Result<void> counted = settle(); !counted) return rolled_back(counted.error());
  }
  in_transaction_ = false;
  const auto statement = prepare("COMMIT", {});
  if (!statement) return rolled_back(statement.error());
  std::string said;
  if (!send(Parameters(std::span<const Value>{}), {.statement = *statement, .ending = &said}))
    return CommitEnding::unknown;
  Result<void> ending = settle();
  foreseen_.clear();
  // The server answers ROLLBACK where the transaction had failed before.
  if (said == "COMMIT") return CommitEnding::committed;
  if (ending) return rolled_back({});
  const bool said_no = !unusable_ && PQstatus(connection_.get()) == CONNECTION_OK;
  return said_no ? rolled_back(std::move(ending)) : CommitEnding::unknown;
}

/// Its answer is read by whatever comes next: nobody waits for it.
void PostgresDb::roll_back() {
  in_transaction_ = false;
  gathered_.clear();
  (void)settle();
  miscounted_ = {};
  foreseen_.clear();
  if (unusable_ || PQtransactionStatus(connection_.get()) == PQTRANS_IDLE) return;
  const bool was_passing = passing_;
  const bool had_waited_in_vain = waited_in_vain_;
  if (const auto statement = prepare("ROLLBACK", {})) {
    (void)send(Parameters(std::span<const Value>{}), {*statement});
    if (!unusable_ && !expected_.empty() && PQpipelineSync(connection_.get()) == 1) expected_.push_back({nullptr});
  }
  passing_ = was_passing;
  waited_in_vain_ = had_waited_in_vain;
}

}  // namespace courtesy

#include "store/postgres/server_answer.h"

#include <libpq-fe.h>

#include <charconv>

namespace courtesy {
namespace {

Value read_value(const PGresult* result, int row, int column) {
  if (PQgetisnull(result, row, column) != 0) return {};
  const std::string_view text(PQgetvalue(result, row, column),
                              static_cast<std::size_t>(PQgetlength(result, row, column)));
  switch (PQftype(result, column)) {
    case postgres_type::boolean: return text == "t";
    case postgres_type::int2:
    case postgres_type::int4:
    case postgres_type::int8:
    case postgres_type::numeric: {
      std::int64_t number = 0;
      std::from_chars(text.data(), text.data() + text.size(), number);
      return number;
    }
    default: return text;
  }
}

}  // namespace

void ClearServerAnswer::operator()(pg_result* result) const { PQclear(result); }

bool is_good(const ServerAnswer& answer) {
  const ExecStatusType status = PQresultStatus(answer.get());
  return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

void read_rows(const pg_result* answer, Rows& found) {
  for (int row = 0; row < PQntuples(answer); ++row) {
    Row& read = found.emplace_back();
    for (int column = 0; column < PQnfields(answer); ++column) read.push_back(read_value(answer, row, column));
  }
}

std::vector<PostgresType> types_in(const pg_result* answer) {
  std::vector<PostgresType> types;
  for (int i = 0; i < PQnparams(answer); ++i) types.push_back(PQparamtype(answer, i));
  return types;
}

std::string done_by(const pg_result* answer) { return PQcmdStatus(const_cast<pg_result*>(answer)); }

}  // namespace courtesy

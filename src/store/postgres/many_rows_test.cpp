#include "store/postgres/many_rows.h"

#include <doctest/doctest.h>

using namespace courtesy;

namespace {
constexpr std::string_view number = "bigint", words = "text";
constexpr std::string_view number_and_words[] = {number, words};
}  // namespace

TEST_CASE("a question for one row asks for many, and says of which row each answer is") {
  CHECK(for_many_rows("SELECT a, '$x (' FROM t WHERE k = $1 AND n = $2 LIMIT 1", number_and_words) ==
        "SELECT b.row_number_given, q.* FROM unnest($1::bigint[], $2::text[]) WITH ORDINALITY"
        " AS b(p1, p2, row_number_given) CROSS JOIN LATERAL"
        " (SELECT a, '$x (' FROM t WHERE k = b.p1 AND n = b.p2 LIMIT 1) AS q ORDER BY b.row_number_given");
}

TEST_CASE("a change of one row changes many") {
  CHECK(
      for_many_rows("UPDATE t SET n = CASE WHEN (SELECT 1 WHERE $2 = '') IS NULL THEN $2 END WHERE k = $1 RETURNING 1",
                    number_and_words) ==
      "UPDATE t SET n = CASE WHEN (SELECT 1 WHERE b.p2 = '') IS NULL THEN b.p2 END"
      " FROM unnest($1::bigint[], $2::text[]) AS b(p1, p2) WHERE k = b.p1 RETURNING 1");
}

TEST_CASE("an addition of one row adds many, and what is there already takes what was to be added") {
  CHECK(for_many_rows("INSERT INTO t (k, n, m) VALUES ($1, $2, (SELECT max(m) FROM s WHERE k = $1))"
                      " ON CONFLICT (k) DO UPDATE SET n = t.n || $2",
                      number_and_words) ==
        "INSERT INTO t (k, n, m) SELECT b.p1, b.p2, (SELECT max(m) FROM s WHERE k = b.p1)"
        " FROM unnest($1::bigint[], $2::text[]) AS b(p1, p2) WHERE TRUE"
        " ON CONFLICT (k) DO UPDATE SET n = t.n || excluded.n");
}

TEST_CASE("what is of another form is left as it is") {
  for (const std::string_view sql :
       {"DELETE FROM t WHERE k = $1 AND n = $2", "INSERT INTO t SELECT $1, $2", "UPDATE t SET n = $2",
        "INSERT INTO t (k, n) VALUES ($1, $2), ($1, $2)", "UPDATE t SET n = s.n FROM s WHERE t.k = $1 AND s.n = $2",
        "INSERT INTO t (k, n) VALUES ($1, 'n') ON CONFLICT (k) DO UPDATE SET n = $2"}) {
    CAPTURE(sql);
    CHECK(!for_many_rows(sql, number_and_words));
  }
  CHECK(!for_many_rows("SELECT 1", {}));
}

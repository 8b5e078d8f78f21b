#include "store/postgres/nature.h"

#include <doctest/doctest.h>

using namespace courtesy;

TEST_CASE("a statement names the table that it writes to, and all that it reads") {
  const StatementNature joined = nature_of(
      "UPDATE reminder SET due = $2 WHERE account = $1 AND EXISTS (SELECT 1 FROM attempt JOIN client ON 1=1)");
  CHECK(joined.table == "reminder");
  for (const char* table : {"reminder", "attempt", "client"}) CHECK(joined.names(table));
  CHECK_FALSE(joined.names("ledger"));
  CHECK(nature_of("DELETE FROM tally WHERE bucket < $1").table == "tally");
  CHECK(nature_of("SELECT 1 FROM tally").table.empty());
}

TEST_CASE("nobody reads the answer of what is written, but where it returns something") {
  CHECK(nature_of("UPDATE tally SET n = 1").read_by_nobody);
  CHECK(nature_of("RELEASE one").read_by_nobody);
  CHECK_FALSE(nature_of("UPDATE tally SET n = 1 RETURNING n").read_by_nobody);
  CHECK_FALSE(nature_of("SELECT n FROM tally").read_by_nobody);
}

TEST_CASE("a statement is of an account where its first value is one") {
  CHECK(nature_of("SELECT n FROM tally WHERE account = $1").of_account);
  CHECK(nature_of("SELECT n FROM tally t WHERE t.account = $1").of_account);
  CHECK(nature_of("INSERT INTO tally (account, n) VALUES ($1, $2)").of_account);
  CHECK_FALSE(nature_of("SELECT n FROM tally WHERE bucket = $1 AND account = $2").of_account);
}

TEST_CASE("rows are only added where no other row has a say in it") {
  CHECK(nature_of("INSERT INTO tally (n) VALUES ($1)").adds);
  CHECK_FALSE(nature_of("INSERT INTO tally (n) VALUES ($1) ON CONFLICT DO NOTHING").adds);
  CHECK_FALSE(nature_of("INSERT INTO tally (n) VALUES ($1) RETURNING n").adds);
  CHECK_FALSE(nature_of("INSERT INTO tally (n) SELECT n FROM other").adds);
  CHECK_FALSE(nature_of("INSERT INTO tally (n) VALUES ((SELECT MAX(n) FROM tally))").adds);
}

#include "store/sqlite/checkpointer.h"

#include <doctest/doctest.h>

#include <filesystem>

#include "base/test_folder.h"

namespace courtesy {
namespace {

struct Book {
  TestFolder folder;
  std::string path = folder.file("book.db");
  std::unique_ptr<SqliteDb> db = SqliteDb::open({.path = path, .checkpoints_itself = false}).value();
  Book() { REQUIRE(db->run("CREATE TABLE page (text TEXT)").ok()); }

  void fill(int pages) {
    REQUIRE(db->run("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1)"
                    " INSERT INTO page SELECT printf('%04000d', i) FROM n",
                    {std::int64_t{pages}})
                .ok());
  }
  std::uintmax_t file() const { return std::filesystem::file_size(path); }
};

TEST_CASE("what was committed is in the WAL alone until a pass carries it into the file") {
  Book book;
  const auto before = book.file();
  book.fill(100);
  CHECK(book.db->wal_pages() >= 100);
  CHECK(book.file() == before);
  CHECK(book.db->checkpoint());
  CHECK(book.file() > before + 100 * 4'000);
  book.fill(1);
  CHECK(book.db->wal_pages() < 10);
}

TEST_CASE("a thousand new pages are carried beside the writer, fewer are left") {
  Book book;
  const auto before = book.file();
  for (const int pages : {Checkpointer::pages_a_pass / 2, Checkpointer::pages_a_pass}) {
    Checkpointer checkpointer(SqliteDb::open({.path = book.path}).value());
    book.fill(pages);
    checkpointer.committed(*book.db);
    if (pages < Checkpointer::pages_a_pass) CHECK(book.file() == before);
  }
  CHECK(book.file() > before + Checkpointer::pages_a_pass * 4'000);
}

TEST_CASE("a WAL that has grown to its limit is carried by the writer, and begun anew") {
  Book book;
  Checkpointer checkpointer(SqliteDb::open({.path = book.path}).value());
  book.fill(Checkpointer::most_pages);
  while (book.db->wal_pages() >= Checkpointer::most_pages) {  // for as long as the other's pass is under way
    checkpointer.committed(*book.db);
    book.fill(1);
  }
  CHECK(book.db->wal_pages() < 10);
}

TEST_CASE("somebody who still reads what was keeps the WAL, and nobody waits") {
  Book book;
  const auto reader = SqliteDb::open({.path = book.path, .read_only = true}).value();
  REQUIRE(reader->begin().ok());
  REQUIRE(reader->run("SELECT COUNT(*) FROM page").ok());
  book.fill(10);
  CHECK_FALSE(book.db->checkpoint());
  reader->roll_back();
  CHECK(book.db->checkpoint());
}

}  // namespace
}  // namespace courtesy

// A schema of its own on the server that COURTESY_TEST_POSTGRES names. For tests.
#pragma once

#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

#include "store/postgres/postgres_db.h"

namespace courtesy {

/// Empty where no server is named: its tests then have nothing to ask.
inline std::string test_server() {
  const char* url = std::getenv("COURTESY_TEST_POSTGRES");
  return url == nullptr ? "" : url;
}

class TestDatabase {
 public:
  TestDatabase() : admin_(PostgresDb::open({.url = test_server()}).value()) {
    static int count = 0;
    name_ = fmt::format("test_{}_{}", getpid(), ++count);
    admin_->run("CREATE SCHEMA " + name_).value();
  }
  ~TestDatabase() { (void)admin_->run(fmt::format("DROP SCHEMA {} CASCADE", name_)); }
  TestDatabase(const TestDatabase&) = delete;
  TestDatabase& operator=(const TestDatabase&) = delete;

  std::string url() const { return fmt::format("{}?options=-csearch_path%3D{}", test_server(), name_); }

 private:
  std::unique_ptr<PostgresDb> admin_;
  std::string name_;
};

}  // namespace courtesy

#include "flow/library.h"

#include <doctest/doctest.h>

#include "flow/builtin.h"

using namespace courtesy;
using namespace courtesy::flow;

TEST_CASE("only a flow of calls that we make may remind a client") {
  const auto library = Library::builtin();
  REQUIRE(library.ok());
  for (const std::string& name : builtin_flows()) {
    CAPTURE(name);
    REQUIRE(library->flow(name).ok());
    CHECK(may_remind(*library->flow(name)).ok() == (name == "appointment-reminder"));
  }
  CHECK(may_remind(*library->flow("identify")).error().message.find("other flows to run") != std::string::npos);
  CHECK(library->flow("reminder").error().code == ErrorCode::not_found);
}

TEST_CASE("a version is found by its hash, of the flows inside it too") {
  const auto library = Library::builtin();
  REQUIRE(library.ok());
  const Flow line = *library->flow("callback-line");
  CHECK(library->version(line.hash())->name() == "callback-line");
  CHECK(!library->version("0000").ok());
}

TEST_CASE("a flow of calls that come in may answer a number, and no other may") {
  const auto library = Library::builtin();
  for (const auto* name : {"callback-line", "order-status", "record-prompt", "time-card", "missed-call"})
    CHECK(may_answer(*library->flow(name)).ok());
  for (const auto* name : {"appointment-reminder", "identify", "operator-page"})
    CHECK(may_answer(*library->flow(name)).error().code == ErrorCode::invalid);
}

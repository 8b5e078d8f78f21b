#include "app/manual.h"

#include <doctest/doctest.h>

#include <cstdio>
#include <fstream>

#include "app/command_house_for_tests.h"

using namespace courtesy;
using namespace courtesy::app;
using namespace courtesy::app::for_tests;

namespace {

/// What bash offers for those words, the last of them as far as it is typed.
std::string offered(const std::string& words, int typed) {
  CommandHouse house;
  const std::string script = house.file("completion.bash");
  std::ofstream(script) << house.run({"manual", "completion"}).out;
  const std::string command = "bash -c 'source " + script + "; COMP_WORDS=(" + words +
                              "); COMP_CWORD=" + std::to_string(typed) + "; _courtesy; echo \"${COMPREPLY[*]}\"'";
  std::string said;
  FILE* pipe = popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) said += static_cast<char>(c);
  pclose(pipe);
  return said;
}

}  // namespace

TEST_CASE(
    "the manual page has every command with all that it takes, and no line that roff takes for a request of its own") {
  CommandHouse house;
  const std::string page = house.run({"manual", "page"}).out;
  for (const auto& command : all_commands()) CHECK(contains(page, "courtesy " + std::string(command.words)));
  CHECK(contains(page, ".B \\-\\-days\\-before N"));
  std::istringstream lines(page);
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with('.')) continue;
    const std::string request = line.substr(0, line.find(' '));
    CHECK_MESSAGE((request == ".TH" || request == ".SH" || request == ".SS" || request == ".TP" || request == ".B"),
                  line);
  }
}

TEST_CASE("bash completes commands, their second words, and the options of each") {
  CHECK(offered("courtesy reh", 1) == "rehearse\n");
  CHECK(offered("courtesy rule \"\"", 2) == "add list remove\n");
  CHECK(contains(offered("courtesy rule add --da", 3), "--database"));
  CHECK(contains(offered("courtesy import --co", 2), "--country"));
  CHECK(offered("courtesy ledger ver", 2) == "verify\n");
  CHECK(offered("courtesy import calendar", 2) == "\n");
}

#include "app/command_line.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <set>

#include "app/command_house_for_tests.h"
#include "app/version.h"

using namespace courtesy;
using namespace courtesy::app;
using namespace courtesy::app::for_tests;

namespace {

Ran help_of(CommandHouse& house, const CommandEntry& command) {
  std::vector<std::string> words;
  std::istringstream all{std::string(command.words)};
  for (std::string word; all >> word;) words.push_back(word);
  words.push_back("--help");
  return house.run(words);
}

}  // namespace

TEST_CASE("alone it prints help that fits a screen, and names every command") {
  CommandHouse house;
  const auto help = house.run({});
  CHECK(help.code == 0);
  CHECK(std::count(help.out.begin(), help.out.end(), '\n') <= 32);
  for (const auto& command : all_commands()) {
    std::istringstream words{std::string(command.words)};
    for (std::string word; words >> word;) CHECK(contains(help.out, word));
  }
  std::size_t widest = 0;
  std::istringstream lines(help.out);
  for (std::string line; std::getline(lines, line);) widest = std::max(widest, line.size());
  CHECK(widest <= 110);
}

TEST_CASE("every command says what it takes, and ends well") {
  CommandHouse house;
  for (const auto& command : all_commands()) {
    const auto help = help_of(house, command);
    CHECK_MESSAGE(help.code == 0, command.words);
    CHECK_MESSAGE(contains(help.out, "Usage: courtesy " + std::string(command.words)), help.out);
  }
}

TEST_CASE(
    "what a command found or did is told to programs too: all but those that go on, talk, or write files take --json") {
  const std::set<std::string_view> others{
      "demo",         "serve",        "setup",       "flow new",          "flow play", "flow diagram",
      "voice script", "voice import", "manual page", "manual completion", "phones",    "vectors"};
  CommandHouse house;
  for (const auto& command : all_commands()) {
    CHECK_MESSAGE(contains(help_of(house, command).out, "--json") != others.contains(command.words), command.words);
  }
}

TEST_CASE("with --json what was done is one object on one line") {
  CommandHouse house;
  const std::string database = house.clinic();
  const auto told = [&](std::vector<std::string> words) {
    words.insert(words.end(), {"--database", database, "--json"});
    const auto ran = house.run(words);
    CHECK_MESSAGE(ran.code == 0, ran.err);
    CHECK(std::count(ran.out.begin(), ran.out.end(), '\n') == 1);
    return boost::json::parse(ran.out).as_object();
  };
  CHECK(told({"rule", "add", "--channel", "text", "--before", "2h"}).at("rule") == 2);
  CHECK(told({"rule", "remove", "2"}).at("removed") == true);
  CHECK(told({"held", "release", "--who", "Kim", "--why", "seen"}).at("released") == 0);
  CHECK(told({"doubt", "list"}).at("doubts").as_array().empty());
  CHECK(told({"feed", "add", "https://calendar.example/a.ics"}).at("feed") == 1);
  const auto feeds = told({"feed", "list"}).at("feeds").as_array();
  CHECK(feeds.at(0).at("host") == "calendar.example");
  CHECK(feeds.at(0).at("read_at").is_null());
  CHECK(told({"feed", "remove", "1"}).at("feed") == 1);
  CHECK(told({"line", "set", "--number", "212 555 0177", "--flow", "callback-line", "--who", "Kim"}).at("number") ==
        "+12125550177");
  CHECK(told({"line", "allow", "--cancel-notice", "30", "--who", "Kim"}).at("cancel_notice_minutes") == 30);
  CHECK(told({"line", "remove", "--number", "212 555 0177", "--who", "Kim"}).at("removed") == true);
  CHECK(told({"account", "set", "--standing", "reviewed", "--who", "Kim"}).at("standing") == "reviewed");
  const auto key = told({"key", "make", "--name", "desk"});
  CHECK(key.at("key") == 1);
  CHECK(key.at("text").as_string().starts_with("ck_test_"));
  CHECK(told({"key", "revoke", "--key", "1", "--who", "Kim"}).at("revoked") == true);
  CHECK(told({"person", "invite", "--email", "kim@maple.example"}).at("link").as_string().find("#/welcome/") !=
        boost::json::string::npos);
  CHECK(told({"ledger", "prune"}).at("bodies_erased") == 0);
  CHECK(told({"flow", "versions"}).at("versions").as_array().empty());
  CHECK(told({"voice", "list"}).at("recorded") == 0);
  CHECK(told({"backup", "--to", house.file("copy")}).at("database").as_string() == house.file("copy/clinic.db"));
}

TEST_CASE("it says its version, and what one command takes in either order of the words") {
  CommandHouse house;
  const std::string of = commit().empty() ? "" : fmt::format(" ({})", commit());
  CHECK(house.run({"--version"}).out == fmt::format("courtesy {}{}\n", version, of));
  const auto help = house.run({"help", "ledger", "verify"});
  CHECK(help.code == 0);
  CHECK(help.out == house.run({"ledger", "verify", "--help"}).out);
  CHECK(house.run({"help"}).out == house.run({}).out);
  CHECK(contains(house.run({}).out, "ledger [verify, prune]"));
}

TEST_CASE("a first word that is no command alone says which commands begin with it") {
  CommandHouse house;
  const auto help = house.run({"held", "--help"});
  CHECK(help.code == 0);
  CHECK(contains(help.out, "  courtesy held list     reminders that wait for a person's yes\n"));
  CHECK(contains(help.out, "`courtesy held list --help`"));
  CHECK_FALSE(contains(help.out, "doubt"));
  CHECK(house.run({"help", "held"}).out == help.out);
  CHECK(house.run({"hold", "--help"}).code == 2);
}

TEST_CASE("a mistyped command is answered with the nearest, and one that is like none with none") {
  CommandHouse house;
  CHECK(contains(house.run({"imprt"}).err, "`courtesy import`?"));
  CHECK(contains(house.run({"stpo"}).err, "`courtesy stop`?"));
  CHECK(contains(house.run({"fialsafe"}).err, "`courtesy failsafe`?"));
  CHECK_FALSE(contains(house.run({"xylophone"}).err, "?"));
  CHECK_FALSE(contains(house.run({std::string(5'000, 'i')}).err, "?"));
}

TEST_CASE("words that make no sense are one line on the error stream, and exit 2") {
  CommandHouse house;
  const std::vector<std::vector<std::string>> wrong{
      {"remind"},
      {"account"},
      {"account", "make"},
      {"account", "create", "--database", "d", "--name", "n", "--zone", "America/New_York", "--country", "US",
       "--caller-number", "+12125550399", "--callback-number", "+12125550300", "--language", "klingon"},
      {"import"},
      {"import", "a.ics", "--colour"},
      {"import", "a.ics", "--zone", "Mars/Olympus"},
      {"import", "a.ics", "--from", "tomorrow"},
      {"import", "a.ics", "--from", "2026-06-09", "--to", "2026-06-09"},
      {"import", "a.ics", "--country", "USA"},
      {"import", "a.ics", "--account", "1"},
      {"import", "a.csv", "--date-order", "dmy"},
      {"import", "a.csv", "--column", "phone"},
      {"rule", "add", "--database", "d", "--channel", "fax", "--before", "2h"},
      {"rule", "add", "--database", "d", "--channel", "call"},
      {"rule", "add", "--database", "d", "--channel", "call", "--before", "soon"},
      {"rule", "add", "--database", "d", "--channel", "call", "--days-before", "1", "--at", "25:00"},
      {"phones", "--account", "AC1"},
      {"phones", "lint", "--format", "yaml"},
      {"phones", "lint", "--url", "ftp://127.0.0.1"},
      {"phones", "--delay", "200"},
      {"phones", "--delay", "-1s"},
      {"phones", "--delay", "601s"},
      {"phones", "--fault", "answer_lost"},
      {"phones", "--fault", "answer_lost=2"},
      {"phones", "--fault", "answer_lots=0.1"},
      {"phones", "--calls-per-second", "-1"},
      {"phones", "--time", "60"},
      {"phones", "--time", "xx"},
      {"phones", "--time", "virtual", "--since", "2026-06-09T12:00:00Z"},
      {"phones", "--start", "2026-06-09T12:00:00Z"},
      {"phones", "--own", "0123=http://x"},
      {"serve"},
      {"serve", "--config", "c.toml", "--time", "x0"},
      {"serve", "--config", "c.toml", "--role", "wroker"},
  };
  for (const auto& words : wrong) {
    const auto ran = house.run(words);
    std::string all;
    for (const auto& word : words) all += word + " ";
    CHECK_MESSAGE(ran.code == 2, all);
    CHECK_MESSAGE(ran.out.empty(), all);
    CHECK_MESSAGE(std::count(ran.err.begin(), ran.err.end(), '\n') == 1, all);
    CHECK_MESSAGE(ran.err.starts_with("courtesy"), ran.err);
  }
}

TEST_CASE("what --time may be is said where it is something else") {
  CommandHouse house;
  CHECK(house.run({"phones", "--time", "foo"}).err.find(", or virtual") != std::string::npos);
  CHECK(house.run({"serve", "--config", "c.toml", "--time", "foo"}).err.find("virtual") == std::string::npos);
  const auto since = house.run({"phones", "--time", "virtual", "--since", "2026-06-09T12:00:00Z"});
  CHECK(since.err.find("--since is for --time xN") != std::string::npos);
}

TEST_CASE("a failure is one line on the error stream, and exit 1") {
  CommandHouse house;
  for (const auto& words : std::vector<std::vector<std::string>>{
           {"import", house.file("none.ics")},
           {"import", house.file("none.ics"), "--database", house.file("none.db")},
           {"account", "list", "--database", house.file("none.db")},
           {"why", "1", "--database", house.file("none.db")},
           {"stop", "--database", house.file("none.db")},
           {"serve", "--config", house.file("none.toml")},
           {"phones", "--port", "0", "--numbers", house.file("none.toml")},
       }) {
    const auto ran = house.run(words);
    CHECK_MESSAGE(ran.code == 1, words[0]);
    CHECK_MESSAGE(std::count(ran.err.begin(), ran.err.end(), '\n') == 1, ran.err);
    CHECK_MESSAGE(contains(ran.err, "none"), ran.err);
  }
}
